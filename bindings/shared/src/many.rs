//! Signing many tickets in one call.

use usersig::{Claims, Tickets};

use crate::application::Application;
use crate::fault::Fault;
use crate::values;

impl Application {
    /// Tickets for many users in one call, all of the same time and validity.
    ///
    /// A UserID that must not be signed is a [`Fault`] in its row; the others get
    /// their tickets, which stand in one piece of memory.
    ///
    /// ```
    /// let app = usersig_door::Application::new(1_400_000_000, &[b"secret"])?;
    /// let rows = app.sign_many(&["xiaojun", "xiao\njun", "xiaohong"], 86_400, None)?;
    /// assert_eq!(rows.len(), 3);
    /// assert!(rows.get(0).is_some_and(|row| row.is_ok()));
    /// assert_eq!(rows.faults().len(), 1);
    /// assert_eq!(rows.faults()[0].0, 1);
    /// # Ok::<(), usersig_door::Fault>(())
    /// ```
    ///
    /// # Errors
    /// A [`Fault`] for what concerns every row: the validity, the time, a key that cannot sign.
    pub fn sign_many(
        &self,
        userids: &[impl AsRef<[u8]>],
        expire: i64,
        now: Option<i64>,
    ) -> Result<SignedRows, Fault> {
        let signer = self.signer()?;
        let validity = values::validity(expire, now)?;
        let mut claims = Vec::with_capacity(userids.len());
        let mut faults = Vec::new();
        for (row, userid) in userids.iter().enumerate() {
            match values::userid(userid.as_ref(), self.form) {
                Ok(userid) => claims.push(Claims::new(userid, validity)),
                Err(fault) => faults.push((row, fault)),
            }
        }
        Ok(SignedRows { tickets: signer.sign_many(&claims)?, faults })
    }
}

/// What [`Application::sign_many`] made: for each row a ticket or a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRows {
    tickets: Tickets,
    /// In the order of the rows.
    faults: Vec<(usize, Fault)>,
}

impl SignedRows {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tickets.len() + self.faults.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ticket or the fault of a row; `None` past the last one.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Result<&str, Fault>> {
        match self.faults.binary_search_by_key(&row, |fault| fault.0) {
            Ok(at) => Some(Err(self.faults[at].1)),
            Err(before) => self.tickets.get(row - before).map(Ok),
        }
    }

    /// All rows in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<&str, Fault>> {
        let mut tickets = self.tickets.iter();
        let mut faults = self.faults.iter().peekable();
        (0..self.len()).map_while(move |row| match faults.next_if(|fault| fault.0 == row) {
            Some(fault) => Some(Err(fault.1)),
            None => tickets.next().map(Ok),
        })
    }

    /// The rows that have no ticket, in order, each with its fault.
    #[must_use]
    pub fn faults(&self) -> &[(usize, Fault)] {
        &self.faults
    }
}
