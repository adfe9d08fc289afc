//! Interleaved rounds: what is compared is measured in turns, so that a busy moment meets all of it.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// One thing that is measured: a closure that does it once.
pub struct Task<'a> {
    run: Box<dyn FnMut() + 'a>,
    repeats: u32,
}

impl<'a> Task<'a> {
    /// A task; what it makes is not optimised away.
    pub fn new<T>(mut run: impl FnMut() -> T + 'a) -> Self {
        Self {
            run: Box::new(move || {
                black_box(run());
            }),
            repeats: 1,
        }
    }

    fn sample(&mut self) -> Duration {
        let start = Instant::now();
        for _ in 0..self.repeats {
            (self.run)();
        }
        start.elapsed()
    }

    /// Finds how often the task is repeated in one sample, so that a sample takes about [`SAMPLE`].
    fn calibrate(&mut self) {
        loop {
            let taken = self.sample();
            if taken >= SAMPLE / 4 || self.repeats >= 1 << 24 {
                let scaled = f64::from(self.repeats) * SAMPLE.as_secs_f64() / taken.as_secs_f64();
                self.repeats = whole(scaled).max(1);
                return;
            }
            self.repeats *= 2;
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, cut to its range")]
fn whole(number: f64) -> u32 {
    number as u32
}

/// How long one sample takes.
const SAMPLE: Duration = Duration::from_micros(400);

/// Nanoseconds of one repeat, a line a task and a column a round.
pub struct Rounds(Vec<Vec<f64>>);

impl Rounds {
    /// Runs the tasks in turns. The first task is the floor: it runs twice in each round, so that the
    /// difference between its two halves shows the noise of the machine.
    pub fn run(rounds: usize, mut tasks: Vec<Task<'_>>) -> Self {
        tasks.iter_mut().for_each(Task::calibrate);
        let mut lines = vec![Vec::with_capacity(rounds); tasks.len() + 1];
        for _ in 0..rounds {
            for (task, line) in tasks.iter_mut().zip(&mut lines) {
                line.push(nanos(task));
            }
            let again = nanos(&mut tasks[0]);
            lines[tasks.len()].push(again);
        }
        Self(lines)
    }

    /// The median time of a task, in nanoseconds.
    pub fn nanos(&self, task: usize) -> f64 {
        median(self.0[task].clone())
    }

    /// The median, over the rounds, of how many times longer one task took than another in the same round.
    pub fn ratio(&self, task: usize, of: usize) -> f64 {
        median(self.0[task].iter().zip(&self.0[of]).map(|(task, of)| task / of).collect())
    }

    /// Half of the interquartile range of the floor against itself, in hundredths of its time.
    pub fn noise(&self) -> f64 {
        let again = self.0.last().expect("there is a line more than tasks");
        let mut ratios: Vec<f64> = self.0[0].iter().zip(again).map(|(first, again)| first / again).collect();
        ratios.sort_by(f64::total_cmp);
        50.0 * (quantile(&ratios, 3, 4) - quantile(&ratios, 1, 4))
    }
}

fn nanos(task: &mut Task<'_>) -> f64 {
    task.sample().as_secs_f64() * 1e9 / f64::from(task.repeats)
}

/// The middle of some numbers.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    quantile(&numbers, 1, 2)
}

/// The number at a fraction of the sorted numbers; zero of none.
pub fn quantile(sorted: &[f64], part: usize, of: usize) -> f64 {
    let place = (sorted.len().saturating_sub(1) * part + of / 2) / of;
    sorted.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_and_its_quartiles() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        let sorted: Vec<f64> = (0..101).map(f64::from).collect();
        assert!((quantile(&sorted, 3, 4) - 75.0).abs() < f64::EPSILON);
        assert!(quantile(&[], 1, 2).abs() < f64::EPSILON);
    }

    #[test]
    fn a_longer_task_has_a_larger_ratio() {
        let work = |turns: u64| move || (0..black_box(turns)).map(black_box).sum::<u64>();
        let rounds = Rounds::run(9, vec![Task::new(work(1_000)), Task::new(work(20_000))]);
        assert!(rounds.ratio(1, 0) > 2.0, "{}", rounds.ratio(1, 0));
    }
}
