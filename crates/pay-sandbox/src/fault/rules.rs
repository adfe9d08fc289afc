use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Fault;

/// Which request meets which fault.
///
/// A rule names a path, or a service of KESS such as `webpay.acquire.v2Refund`, or [`Faults::ANY`]. Rules that count down come first, in the order in which they were
/// planned; then rules that stand. One request meets one fault at most. Clones are the same plan.
///
/// ```
/// use pay_sandbox::{Fault, Faults};
///
/// let faults = Faults::default();
/// faults.next("/v1/check_transaction_by_md5", Fault::GatewayTimeout); // the next request there
/// faults.always(Faults::ANY, Fault::Forbidden);                       // everything, from then on
/// faults.clear();
/// ```
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Vec<Planned>>>);

/// A rule of the plan.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Planned {
    /// The path or service that is met, or [`Faults::ANY`].
    pub path: String,
    /// How many requests are still to be met; `None` for every one.
    pub times: Option<u32>,
    /// What they meet.
    pub fault: Fault,
}

impl Faults {
    /// Stands for every path of every provider.
    pub const ANY: &'static str = "*";

    /// The next request to the path meets the fault.
    pub fn next(&self, path: impl Into<String>, fault: Fault) {
        self.next_times(1, path, fault);
    }

    /// The next `times` requests to the path meet the fault.
    pub fn next_times(&self, times: u32, path: impl Into<String>, fault: Fault) {
        self.plan(Planned { path: path.into(), times: Some(times), fault });
    }

    /// Every request to the path meets the fault, until the plan is cleared.
    pub fn always(&self, path: impl Into<String>, fault: Fault) {
        self.plan(Planned { path: path.into(), times: None, fault });
    }

    /// What is planned and not yet used up.
    pub fn planned(&self) -> Vec<Planned> {
        self.rules().clone()
    }

    /// Ends all faults.
    pub fn clear(&self) {
        self.rules().clear();
    }

    /// The fault that a request to this path, for this service, meets; uses up one of a rule that counts down.
    pub(crate) fn take(&self, path: &str, service: Option<&str>) -> Option<Fault> {
        let mut rules = self.rules();
        let meets = |rule: &Planned| {
            rule.path == Self::ANY || rule.path == path || service.is_some_and(|service| rule.path == service)
        };
        let Some(at) = rules.iter().position(|rule| rule.times.is_some() && meets(rule)) else {
            return rules.iter().find(|rule| meets(rule)).map(|rule| rule.fault.clone());
        };
        let fault = rules[at].fault.clone();
        match rules[at].times {
            Some(times @ 2..) => rules[at].times = Some(times - 1),
            _ => drop(rules.remove(at)),
        }
        Some(fault)
    }

    fn plan(&self, rule: Planned) {
        if rule.times != Some(0) {
            self.rules().push(rule);
        }
    }

    fn rules(&self) -> MutexGuard<'_, Vec<Planned>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(faults: &Faults, path: &str) -> Option<&'static str> {
        faults.take(path, None).map(|fault| fault.name())
    }

    #[test]
    fn counted_rules_come_before_standing_ones_and_run_out() {
        let faults = Faults::default();
        faults.always(Faults::ANY, Fault::Forbidden);
        faults.next_times(2, "/a", Fault::Hang);
        faults.next("/a", Fault::CutAfter);
        faults.next_times(0, "/a", Fault::CutBefore);
        let met: Vec<_> = (0..5).map(|_| name(&faults, "/a").unwrap()).collect();
        assert_eq!(met, ["hang", "hang", "cut_after", "forbidden", "forbidden"]);
        assert_eq!(name(&faults, "/b"), Some("forbidden"));
        faults.clear();
        assert_eq!(name(&faults, "/b"), None);
    }

    #[test]
    fn a_rule_can_name_a_service_of_one_path() {
        let faults = Faults::default();
        faults.always("b", Fault::Forbidden);
        assert!(faults.take("/gateway", Some("a")).is_none() && faults.take("/gateway", None).is_none());
        assert!(faults.take("/gateway", Some("b")).is_some());
    }

    #[test]
    fn a_rule_meets_its_path_alone() {
        let faults = Faults::default();
        faults.always("/a", Fault::Forbidden);
        assert_eq!(name(&faults, "/a/b"), None);
        assert_eq!(name(&faults, "/a"), Some("forbidden"));
    }
}
