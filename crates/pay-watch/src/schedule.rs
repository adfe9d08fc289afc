use std::time::Duration;

/// How often an open order is asked about.
///
/// Each profile adds one question right after the expiry, and what payers' hints cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Schedule {
    /// After 5 seconds, then at intervals growing by half up to a minute: 14 questions in ten minutes. For a
    /// provider without a quota, or with a large one.
    Relaxed,
    /// After 20, 45, 90, 180 and 360 seconds. For a quota of about a hundred questions a day.
    #[default]
    Scarce,
    /// After a minute, then at intervals doubling up to half a day: 40 questions in 15 days. For what a bank takes
    /// days over, as a refund by card.
    Patient,
    /// Only when a payer hints. For no quota at all.
    Manual,
}

/// A moment at which an order is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its number, from 0.
    pub index: u32,
    /// How long after the opening of the order.
    pub offset: Duration,
    /// How long after the slot before.
    pub gap: Duration,
}

/// Each slot with the one before it, in seconds.
const SCARCE: [[u64; 2]; 5] = [[0, 20], [20, 45], [45, 90], [90, 180], [180, 360]];
const RELAXED: Growing = Growing { first: 5_000, by: [3, 2], longest: 60_000 };
const PATIENT: Growing = Growing { first: 60_000, by: [2, 1], longest: 12 * 3_600_000 };

impl Schedule {
    /// The first slot from number `from` on that lies more than `elapsed` after the opening. What was missed
    /// is not made up for.
    pub fn slot_after(self, elapsed: Duration, from: u32) -> Option<Slot> {
        match self {
            Self::Relaxed => RELAXED.slot_after(elapsed, from),
            Self::Patient => PATIENT.slot_after(elapsed, from),
            Self::Scarce => (0..).zip(SCARCE).find_map(|(index, [previous, seconds])| {
                let offset = Duration::from_secs(seconds);
                let gap = Duration::from_secs(seconds - previous);
                (index >= from && offset > elapsed).then_some(Slot { index, offset, gap })
            }),
            Self::Manual => None,
        }
    }
}

/// Gaps that grow by a ratio up to the longest, in milliseconds.
struct Growing {
    first: u64,
    by: [u64; 2],
    longest: u64,
}

impl Growing {
    fn slot_after(&self, elapsed: Duration, from: u32) -> Option<Slot> {
        let elapsed = u64::try_from(elapsed.as_millis()).ok()?;
        let [numerator, denominator] = self.by;
        let (mut index, mut offset, mut gap) = (0, self.first, self.first);
        while index < from || offset <= elapsed {
            gap = (gap * numerator / denominator).min(self.longest);
            // From here on the gaps are equal, so that a late start is a division and not a long walk.
            let steps = if gap < self.longest {
                1
            } else {
                (elapsed.saturating_sub(offset) / gap + 1).max(u64::from(from.saturating_sub(index)))
            };
            index = index.checked_add(u32::try_from(steps).ok()?)?;
            offset = offset.checked_add(gap.checked_mul(steps)?)?;
        }
        Some(Slot { index, offset: Duration::from_millis(offset), gap: Duration::from_millis(gap) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(schedule: Schedule, until: Duration) -> Vec<u128> {
        let mut found = Vec::new();
        let mut next = schedule.slot_after(Duration::ZERO, 0);
        while let Some(slot) = next.filter(|slot| slot.offset <= until) {
            found.push(slot.offset.as_millis());
            next = schedule.slot_after(slot.offset, slot.index + 1);
        }
        found
    }

    #[test]
    fn relaxed_asks_fourteen_times_in_ten_minutes() {
        let found = slots(Schedule::Relaxed, Duration::from_mins(10));
        assert_eq!(found.len(), 14);
        assert_eq!(found[..8], [5_000, 12_500, 23_750, 40_625, 65_937, 103_905, 160_857, 220_857]);
        assert_eq!(found[13], 580_857);
    }

    #[test]
    fn scarce_asks_five_times() {
        let found = slots(Schedule::Scarce, Duration::from_hours(1));
        assert_eq!(found, [20_000, 45_000, 90_000, 180_000, 360_000]);
    }

    #[test]
    fn patient_asks_forty_times_in_fifteen_days() {
        let found = slots(Schedule::Patient, Duration::from_hours(15 * 24));
        let minutes: Vec<u128> = found.iter().map(|offset| offset / 60_000).collect();
        assert_eq!(minutes[..10], [1, 3, 7, 15, 31, 63, 127, 255, 511, 1_023]);
        assert_eq!(minutes[10..13], [1_743, 2_463, 3_183]);
        assert_eq!(found.len(), 38);
    }

    #[test]
    fn manual_never_asks_by_itself() {
        assert_eq!(Schedule::Manual.slot_after(Duration::ZERO, 0), None);
    }

    #[test]
    fn what_was_missed_is_skipped_and_a_number_is_not_used_twice() {
        let slot = Schedule::Scarce.slot_after(Duration::from_secs(100), 0).unwrap();
        assert_eq!((slot.index, slot.offset, slot.gap), (3, Duration::from_mins(3), Duration::from_secs(90)));
        assert_eq!(Schedule::Scarce.slot_after(Duration::ZERO, 4).unwrap().offset, Duration::from_mins(6));
        assert_eq!(Schedule::Scarce.slot_after(Duration::ZERO, 5), None);
        assert_eq!(Schedule::Scarce.slot_after(Duration::ZERO, u32::MAX), None);
    }

    #[test]
    fn a_late_start_finds_its_slot_at_once_wherever_it_is() {
        let day = Schedule::Relaxed.slot_after(Duration::from_hours(24), 0).unwrap();
        let walked = slots(Schedule::Relaxed, Duration::from_hours(25));
        assert_eq!(walked[day.index as usize], day.offset.as_millis());
        assert!(day.offset > Duration::from_hours(24) && day.offset <= Duration::from_mins(24 * 60 + 1));
        assert_eq!(Schedule::Relaxed.slot_after(Duration::MAX, 0), None);
        assert_eq!(Schedule::Relaxed.slot_after(Duration::ZERO, 100).unwrap().index, 100);
    }
}
