//! Many tickets at once: the same ones as one at a time, hashed side by side.

use alloc::vec::Vec;

use super::Encoding;
use super::current::{self, Application, Ready, Times};
use super::tickets::Part;
use crate::claims::{Claims, Validity};
use crate::envelope::compact::Desk;
use crate::key::{HmacKey, MacBatch};

/// The tickets of the claims, in their order.
pub(super) fn sign(
    key: &HmacKey,
    application: &Application,
    encoding: Encoding,
    claims: &[Claims<'_>],
) -> Part {
    let mut tickets = Part::with_capacity(claims.len(), TYPICAL_CHARACTERS);
    sign_each(key, application, encoding, claims, |_, ticket| tickets.push(ticket));
    tickets
}

/// Gives `take` the number and the ticket of each claims, in their order; of missing ones,
/// an empty ticket.
pub(crate) fn sign_each<'a, C: MaybeClaims<'a>>(
    key: &HmacKey,
    application: &Application,
    encoding: Encoding,
    claims: &[C],
    mut take: impl FnMut(usize, &[u8]),
) {
    let mut batch = MacBatch::new();
    let mut desk = Desk::new();
    let mut usual = [0; MOST_CHARACTERS];
    let mut long = Vec::new();
    let mut times = [Times::new(Validity::EPOCH); MacBatch::MOST];
    for (number, group) in claims.chunks(MacBatch::MOST).enumerate() {
        let mut of = [0; MacBatch::MOST];
        let mut last = None;
        for (at, claims) in group.iter().enumerate() {
            let validity = claims.get().map_or(Validity::EPOCH, |claims| claims.validity);
            if last != Some(validity) {
                times[at] = Times::new(validity);
                last = Some(validity);
                of[at] = at;
            } else {
                of[at] = of[at - 1];
            }
        }
        batch.clear();
        for (claims, &of) in group.iter().zip(&of) {
            let ready = claims.get().map(|claims| Ready::new(claims, &times[of]));
            let fits = ready.filter(|ready| ready.text_bound() <= MacBatch::LONGEST);
            batch.push(fits.as_ref().map(|ready| ready.text(application)).as_ref());
        }
        batch.finish(key.prepared());
        for (at, claims) in group.iter().enumerate() {
            let index = number * MacBatch::MOST + at;
            let Some(claims) = claims.get() else {
                take(index, b"");
                continue;
            };
            let bound = current::max_len(claims);
            let out = if bound <= MOST_CHARACTERS {
                &mut usual[..bound]
            } else {
                long.resize(bound, 0);
                &mut long[..]
            };
            let length = match batch.mac(at) {
                Some(mac) => {
                    let ready = Ready::new(claims, &times[of[at]]);
                    ready.write(&mut desk, application, encoding, mac, out)
                }
                None => current::write(key, application, encoding, claims, out),
            };
            take(index, &out[..length]);
        }
    }
}

/// Claims, or a place without any.
pub(crate) trait MaybeClaims<'a> {
    fn get(&self) -> Option<&Claims<'a>>;
}

impl<'a> MaybeClaims<'a> for Claims<'a> {
    #[inline(always)]
    fn get(&self) -> Option<&Claims<'a>> {
        Some(self)
    }
}

impl<'a> MaybeClaims<'a> for Option<Claims<'a>> {
    #[inline(always)]
    fn get(&self) -> Option<&Claims<'a>> {
        self.as_ref()
    }
}

/// A plain ticket's length, with a little more.
const TYPICAL_CHARACTERS: usize = 192;
/// Longer bounds are written into memory of their own.
const MOST_CHARACTERS: usize = 1024;
