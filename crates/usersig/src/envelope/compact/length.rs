//! How long a ticket is in the fixed form, without writing it.

use super::form::{Form, Variable, distance_symbol};
use super::{FRAME_BYTES, SIG_CHARACTERS, Texts};
use crate::envelope::base64::encoded_len;
use crate::envelope::json::escaped_len;

/// The length of a ticket in the fixed form, characters.
#[cold]
#[inline(never)]
pub(super) fn fixed_len(form: &Form, sdkappid_bits: usize, texts: &Texts<'_>) -> usize {
    let mut lengths = [0; 8];
    let mut bits = form.header_bits + u32::from(form.end.count);
    for (number, part) in form.parts().iter().enumerate() {
        for piece in part.pieces() {
            bits += piece.count;
            if let Some(repeat) = &piece.repeat {
                let distance = repeat.back + lengths[repeat.since..number].iter().sum::<usize>();
                bits += u32::from(repeat.length.count) + 5 + distance_symbol(distance).2;
            }
        }
        let Some(&variable) = form.variables.get(number) else { break };
        lengths[number] = variable_len(variable, texts);
        bits += match variable {
            Variable::SdkAppId => sdkappid_bits as u32,
            _ => 8 * lengths[number] as u32,
        };
    }
    encoded_len(FRAME_BYTES + bits.div_ceil(8) as usize)
}

/// A bound from below for [`fixed_len`], without a look at the repeats' distances.
///
/// `sdkappid_bits` are those of the SDKAppID's digits.
#[inline(always)]
pub(super) fn least_fixed(form: &Form, sdkappid_bits: usize, texts: &Texts<'_>) -> usize {
    let characters = texts.userid.len()
        + texts.expire.len()
        + texts.time.len()
        + texts.userbuf.map_or(0, |userbuf| encoded_len(userbuf.len()))
        + SIG_CHARACTERS;
    encoded_len(FRAME_BYTES + (form.least_bits as usize + sdkappid_bits) / 8 + characters)
}

fn variable_len(variable: Variable, texts: &Texts<'_>) -> usize {
    match variable {
        Variable::UserId => escaped_len(texts.userid),
        Variable::SdkAppId => texts.sdkappid.len(),
        Variable::Expire => texts.expire.len(),
        Variable::Time => texts.time.len(),
        Variable::UserBuf => texts.userbuf.map_or(0, |userbuf| encoded_len(userbuf.len())),
        Variable::Sig => SIG_CHARACTERS,
    }
}
