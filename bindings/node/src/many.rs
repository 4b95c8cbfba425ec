//! Many tickets in one call.

use napi::bindgen_prelude::Either;
use napi::{Env, Unknown};
use napi_derive::napi;
use usersig_door::{Fault, Parameter};

use crate::answer::{Answer, Stop, answer};
use crate::application::{Application, expire_or_default};
use crate::arguments::{TimeOptions, VerifyOptions, moment};
use crate::made;
use crate::values::Loose;
use crate::verified::verified;

#[napi]
impl Application {
    /// Makes tickets for many users in one call, all of the same time and validity: at most
    /// 1000000 users, 180 days by default.
    ///
    /// A UserID that must not be signed has its `UserSigError` in the place of a ticket; the
    /// others get theirs.
    ///
    /// ```js
    /// app.signMany(['xiaojun', 'xiaohong'], 86400)
    /// ```
    ///
    /// Throws a `UserSigError` for what concerns every row: the validity, the time, a key that
    /// cannot sign.
    #[napi(
        ts_args_type = "userids: Array<string>, expire?: number, options?: TimeOptions",
        ts_return_type = "Array<string | UserSigError>"
    )]
    pub fn sign_many<'a>(
        &self,
        env: Env,
        userids: Unknown<'a>,
        expire: Unknown<'a>,
        options: Unknown<'a>,
    ) -> napi::Result<Vec<Either<String, Unknown<'a>>>> {
        answer(env, || {
            let expire = expire_or_default(expire)?;
            let now = moment(options.options::<TimeOptions<'_>>()?.now)?;
            let (good, faults) = sort(userids.rows(Parameter::UserId)?, |row| row.text(Parameter::UserId))?;
            let signed = self.door().sign_many(&good, expire, now)?;
            merge(signed.iter(), faults, |row| match row {
                Ok(ticket) => Ok(Either::A(ticket.to_owned())),
                Err(fault) => Ok(Either::B(made::error(env, fault)?)),
            })
        })
    }

    /// Verifies many tickets at one moment, each for its own user: at most 1000000 rows of a
    /// ticket and its UserID.
    ///
    /// A ticket that is turned away has its `UserSigRejection` in the place of what it says, and
    /// a row that cannot be asked for its `UserSigError`.
    ///
    /// ```js
    /// app.verifyMany([[ticket, 'xiaojun'], [otherTicket, 'xiaohong']])
    /// ```
    ///
    /// Throws a `UserSigError` for what concerns every row: the options.
    #[napi(
        ts_args_type = "rows: Array<[ticket: string, userid: string]>, options?: VerifyOptions",
        ts_return_type = "Array<Verified | UserSigError>"
    )]
    pub fn verify_many<'a>(
        &self,
        env: Env,
        rows: Unknown<'a>,
        options: Unknown<'a>,
    ) -> napi::Result<Vec<Unknown<'a>>> {
        answer(env, || {
            let options = options.options::<VerifyOptions<'_>>()?;
            let (wanted, now) = (options.wanted()?, moment(options.now)?);
            let mut userids = Vec::new();
            let (good, faults) = sort(rows.rows(Parameter::Ticket)?, |row| {
                let (ticket, userid) = row.pair(Parameter::Ticket, Parameter::UserId)?;
                let texts = (ticket.text(Parameter::Ticket)?, userid.text(Parameter::UserId)?);
                userids.push(userid);
                Ok(texts)
            })?;
            let outcomes = self.door().verify_many(&good, wanted.expected(), now)?;
            let rows = outcomes.into_iter().zip(userids).map(|(row, userid)| Ok((row?, userid)));
            merge(rows, faults, |row| match row {
                Ok((outcome, userid)) => verified(env, self.door(), userid, &outcome),
                Err(fault) => Ok(made::error(env, fault)?),
            })
        })
    }
}

/// Rows that can be read, and the faults of the others with their places.
type Sorted<T> = (Vec<T>, Vec<(usize, Fault)>);

fn sort<'a, T>(rows: Vec<Unknown<'a>>, mut read: impl FnMut(Unknown<'a>) -> Answer<T>) -> Answer<Sorted<T>> {
    let (mut good, mut faults) = (Vec::with_capacity(rows.len()), Vec::new());
    for (place, row) in rows.into_iter().enumerate() {
        match read(row) {
            Ok(row) => good.push(row),
            Err(Stop::Fault(fault)) => faults.push((place, fault)),
            Err(thrown) => return Err(thrown),
        }
    }
    Ok((good, faults))
}

/// Puts the faults back in their places between the answers of the rows that could be read.
fn merge<T, R>(
    answers: impl Iterator<Item = Result<T, Fault>>,
    faults: Vec<(usize, Fault)>,
    mut write: impl FnMut(Result<T, Fault>) -> Answer<R>,
) -> Answer<Vec<R>> {
    let mut faults = faults.into_iter().peekable();
    let mut merged = Vec::with_capacity(answers.size_hint().0 + faults.len());
    for answer in answers {
        while let Some((_, fault)) = faults.next_if(|fault| fault.0 == merged.len()) {
            merged.push(write(Err(fault))?);
        }
        merged.push(write(answer)?);
    }
    for (_, fault) in faults {
        merged.push(write(Err(fault))?);
    }
    Ok(merged)
}
