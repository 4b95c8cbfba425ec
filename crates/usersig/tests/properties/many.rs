//! Many at once is the same as one at a time.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use usersig::{Check, Claims, Encoding, Signer, UserBuf, UserId, UserIdForm, Validity, Verifier};

use super::given::{hmac_key, sdkappid};

/// One row of a batch, with memory of its own.
#[derive(Debug, Clone)]
struct Row {
    userid: String,
    validity: Validity,
    userbuf: Option<Vec<u8>>,
    /// What happens to the ticket before it is verified.
    change: Change,
}

#[derive(Debug, Clone)]
enum Change {
    None,
    /// Verified as of another user.
    OtherUser,
    /// One character replaced.
    Character(usize),
    /// Cut off.
    Cut(usize),
    /// Verified after its end.
    Late,
}

impl Row {
    fn claims(&self) -> Claims<'_> {
        let claims = Claims::new(userid(&self.userid), self.validity);
        match &self.userbuf {
            Some(userbuf) => claims.with_userbuf(UserBuf::new(userbuf).unwrap()),
            None => claims,
        }
    }

    fn check(&self) -> Check<'_> {
        let now = self.validity.time();
        match self.change {
            Change::OtherUser => Check::new(userid("someone-else"), now),
            Change::Late => Check::new(userid(&self.userid), self.validity.expires_at() + 1),
            _ => Check::new(userid(&self.userid), now),
        }
    }

    fn changed(&self, ticket: &str) -> String {
        let mut ticket = ticket.to_owned();
        match self.change {
            Change::Character(at) => {
                let at = at % ticket.len();
                let other = if &ticket[at..=at] == "A" { "B" } else { "A" };
                ticket.replace_range(at..=at, other);
            }
            Change::Cut(at) => ticket.truncate(at % ticket.len()),
            _ => {}
        }
        ticket
    }
}

fn userid(text: &str) -> UserId<'_> {
    UserId::with_form(text, UserIdForm::Utf8).unwrap()
}

/// Short and long rows, several of the same second, so that groups of every shape arise.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let userid = prop_oneof![
        6 => "[A-Za-z0-9_-]{1,32}",
        1 => "[ -~]{1,80}",
        1 => "\\PC{1,40}",
        1 => "[a-z]{100,300}",
    ];
    let time = prop_oneof![4 => 1_700_000_000..1_700_000_003u64, 1 => 0..1u64 << 40];
    let expire = prop_oneof![4 => Just(86_400u64), 1 => 0..1u64 << 40];
    let validity = (time, expire).prop_map(|(time, expire)| Validity::new(time, expire).unwrap());
    let userbuf = option::weighted(0.3, prop_oneof![vec(any::<u8>(), 0..64), vec(any::<u8>(), 64..400)]);
    let change = prop_oneof![
        4 => Just(Change::None),
        1 => Just(Change::OtherUser),
        1 => any::<usize>().prop_map(Change::Character),
        1 => any::<usize>().prop_map(Change::Cut),
        1 => Just(Change::Late),
    ];
    let row = (userid, validity, userbuf, change).prop_map(|(userid, validity, userbuf, change)| Row {
        userid,
        validity,
        userbuf,
        change,
    });
    vec(row, 0..70)
}

proptest! {
    #[test]
    fn tickets_are_the_same(rows in rows(), key in hmac_key(), sdkappid in sdkappid()) {
        let claims: Vec<_> = rows.iter().map(Row::claims).collect();
        for encoding in [Encoding::Compact, Encoding::Stored] {
            let signer = Signer::new(sdkappid, &key).unwrap().with_encoding(encoding);
            let many = signer.sign_many(&claims).unwrap();
            prop_assert_eq!(many.len(), claims.len());
            for (claims, ticket) in claims.iter().zip(many.iter()) {
                prop_assert_eq!(ticket, signer.sign(claims).unwrap());
            }
            #[cfg(feature = "rayon")]
            prop_assert!(signer.par_sign_many(&claims).unwrap().iter().eq(many.iter()));
        }
    }

    #[test]
    fn answers_are_the_same(rows in rows(), key in hmac_key(), other in hmac_key(), sdkappid in sdkappid()) {
        // Tickets of both keys of a ring, of a key outside it, and in both encodings.
        let signers = [(&key, Encoding::Compact), (&other, Encoding::Compact), (&key, Encoding::Stored)];
        let signers =
            signers.map(|(key, encoding)| Signer::new(sdkappid, key).unwrap().with_encoding(encoding));
        for ring in [vec![key.clone()], vec![other.clone(), key.clone()], vec![]] {
            let verifier = Verifier::new(sdkappid, ring);
            let tickets: Vec<_> = rows
                .iter()
                .zip(signers.iter().cycle())
                .map(|(row, signer)| (row.changed(&signer.sign(&row.claims()).unwrap()), row.check()))
                .collect();
            let many = verifier.verify_many(&tickets);
            let single: Vec<_> = tickets.iter().map(|(ticket, check)| verifier.verify(ticket, check)).collect();
            prop_assert_eq!(&many, &single);
            #[cfg(feature = "rayon")]
            prop_assert_eq!(verifier.par_verify_many(&tickets), single);
        }
    }
}
