//! The applications that JavaScript holds by number.

use std::cell::RefCell;

use usersig_door::{Application, Fault, Misfit, Parameter};

use crate::exchange::Answer;

thread_local! {
    static APPLICATIONS: RefCell<Vec<Option<Application>>> = const { RefCell::new(Vec::new()) };
}

/// Forgets an application and wipes its keys. A number that is none is passed over.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_close(application: usize) {
    APPLICATIONS.with_borrow_mut(|held| {
        if let Some(slot) = held.get_mut(application) {
            *slot = None;
        }
    });
}

/// Holds an application and answers with its number.
pub(crate) fn hold(application: Application, answer: &mut Answer) {
    let number = APPLICATIONS.with_borrow_mut(|held| {
        let free = held.iter().position(Option::is_none);
        let number = free.unwrap_or(held.len());
        match free {
            Some(free) => held[free] = Some(application),
            None => held.push(Some(application)),
        }
        number
    });
    answer.number(i64::try_from(number).unwrap_or(i64::MAX));
}

/// Calls with the application of this number.
pub(crate) fn with<T>(
    application: usize,
    call: impl FnOnce(&Application) -> Result<T, Fault>,
) -> Result<T, Fault> {
    APPLICATIONS.with_borrow(|held| match held.get(application) {
        Some(Some(application)) => call(application),
        _ => Err(Fault::new(Parameter::Handle, Misfit::Missing)),
    })
}
