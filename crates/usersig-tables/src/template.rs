//! The JSON of a ticket as constant and variable parts.

use crate::model::Texts;

/// What varies from ticket to ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variable {
    UserId,
    SdkAppId,
    Expire,
    Time,
    UserBuf,
    Sig,
}

/// Which members a ticket has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Without a UserBuf.
    Plain,
    /// With one.
    UserBuf,
}

/// A member: name, text before and after its variable.
type Member = (&'static str, Option<Variable>, &'static str);

const VER: Member = ("\"TLS.ver\":\"2.0\"", None, "");
const USER_ID: Member = ("\"TLS.identifier\":\"", Some(Variable::UserId), "\"");
const SDK_APP_ID: Member = ("\"TLS.sdkappid\":", Some(Variable::SdkAppId), "");
const EXPIRE: Member = ("\"TLS.expire\":", Some(Variable::Expire), "");
const TIME: Member = ("\"TLS.time\":", Some(Variable::Time), "");
const USER_BUF: Member = ("\"TLS.userbuf\":\"", Some(Variable::UserBuf), "\"");
// The padding of 32 bytes is always the same.
const SIG: Member = ("\"TLS.sig\":\"", Some(Variable::Sig), "=\"");

/// The text of a template: constants around the variables, in order.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    /// One more than there are variables.
    pub(crate) constants: Vec<String>,
    pub(crate) variables: Vec<Variable>,
}

impl Kind {
    /// Every order of members that is tried.
    ///
    /// The signature comes last, so that everything before it can be written
    /// before it is known. With a UserBuf, SDKAppID, validity and time keep their
    /// order, since other orders save little there and take long to try.
    pub(crate) fn templates(self) -> Vec<Template> {
        let (kept, inserted) = match self {
            Self::Plain => (vec![SDK_APP_ID], vec![EXPIRE, TIME, VER, USER_ID]),
            Self::UserBuf => (vec![SDK_APP_ID, EXPIRE, TIME], vec![VER, USER_ID, USER_BUF]),
        };
        let mut orders: Vec<Vec<Member>> = vec![kept];
        let mut insert = |member: Member| {
            orders = orders
                .iter()
                .flat_map(|order| {
                    (0..=order.len()).map(move |at| {
                        let mut order = order.clone();
                        order.insert(at, member);
                        order
                    })
                })
                .collect();
        };
        inserted.into_iter().for_each(&mut insert);
        orders.into_iter().map(|order| Template::new(&order)).collect()
    }
}

impl Template {
    fn new(order: &[Member]) -> Self {
        let mut template = Self { constants: vec!["{".into()], variables: Vec::new() };
        for (at, (before, variable, after)) in order.iter().chain([&SIG]).enumerate() {
            let last = template.constants.last_mut();
            let comma = if at > 0 { "," } else { "" };
            last.into_iter().for_each(|last| last.push_str(&format!("{comma}{before}")));
            if let Some(variable) = variable {
                template.variables.push(*variable);
                template.constants.push((*after).into());
            }
        }
        template.constants.last_mut().into_iter().for_each(|last| last.push('}'));
        template
    }
}

impl Template {
    /// The lengths of the variables, in order.
    pub(crate) fn lengths(&self, texts: &Texts) -> Vec<usize> {
        self.variables.iter().map(|&variable| texts[variable as usize].len()).collect()
    }

    /// The distance that a repeat at `at` reaches back, given the variables' lengths.
    pub(crate) fn distance(&self, lengths: &[usize], from: (usize, usize), at: (usize, usize)) -> usize {
        let between: usize = (from.0..at.0).map(|part| self.constants[part].len() + lengths[part]).sum();
        between + at.1 - from.1
    }
}
