use std::sync::{Mutex, MutexGuard, PoisonError};

/// A credential that many tasks use and one of them renews.
///
/// While it is being renewed the others wait and take the result. Which one may still be used, when to renew and what to
/// do after a failure is for the client to say: nothing is tried again here.
#[derive(Debug)]
pub struct Renewable<T> {
    current: Mutex<Option<T>>,
    /// Held by the one task that renews.
    flight: tokio::sync::Mutex<()>,
}

impl<T> Default for Renewable<T> {
    fn default() -> Self {
        Self { current: Mutex::new(None), flight: tokio::sync::Mutex::default() }
    }
}

impl<T: Clone> Renewable<T> {
    /// The one in use if it is usable; otherwise what `renew` makes of the one before, once for all who wait.
    ///
    /// After a failure the next one who waits renews in turn, unless its own `renew` knows better.
    pub async fn usable_or<E>(
        &self,
        is_usable: impl Fn(&T) -> bool,
        renew: impl AsyncFnOnce(Option<T>) -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(current) = self.current().filter(&is_usable) {
            return Ok(current);
        }
        let _flight = self.flight.lock().await;
        let before = self.current();
        if let Some(current) = before.clone().filter(&is_usable) {
            return Ok(current);
        }
        let renewed = renew(before).await?;
        *self.lock() = Some(renewed.clone());
        Ok(renewed)
    }

    /// The one in use, usable or not.
    pub fn current(&self) -> Option<T> {
        self.lock().clone()
    }

    /// Changes the one in use, which may have been renewed by now: `change` has to look.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        if let Some(current) = self.lock().as_mut() {
            change(current);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        // Whole after a panic elsewhere: it is only ever replaced.
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn f18_many_tasks_make_one_renewal() {
        let token = Arc::new(Renewable::<u32>::default());
        let renewals = Arc::new(AtomicU32::new(0));
        let tasks: Vec<_> = (0..1_000)
            .map(|_| {
                let (token, renewals) = (Arc::clone(&token), Arc::clone(&renewals));
                tokio::spawn(async move {
                    let renew = async |before: Option<u32>| {
                        tokio::task::yield_now().await;
                        renewals.fetch_add(1, Ordering::Relaxed);
                        Ok::<_, ()>(before.unwrap_or_default() + 1)
                    };
                    token.usable_or(|_| true, renew).await
                })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), Ok(1));
        }
        assert_eq!(renewals.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_failure_leaves_the_one_before() {
        let token = Renewable::default();
        assert_eq!(token.usable_or(|_| true, async |_| Ok::<_, ()>(1)).await, Ok(1));
        assert_eq!(token.usable_or(|_| false, async |before| Err(before)).await, Err(Some(1)));
        token.update(|current| *current = 2);
        assert_eq!(token.current(), Some(2));
    }
}
