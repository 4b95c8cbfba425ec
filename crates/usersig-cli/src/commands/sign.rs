//! `usersig sign`

use std::process::ExitCode;

use serde::Serialize;
use usersig::{Claims, SdkAppId, Signer, UserBuf, UserId, Validity};

use super::userbuf;
use crate::args::Sign;
use crate::fault::Fault;
use crate::{moment, output};

#[derive(Serialize)]
struct Signed<'a> {
    usersig: &'a str,
    sdkappid: u32,
    userid: &'a str,
    time: u64,
    expire: u64,
    expires_at: u64,
    algorithm: &'static str,
}

pub(crate) fn run(args: &Sign, json: bool) -> Result<ExitCode, Fault> {
    let sdkappid = SdkAppId::new(args.subject.sdkappid)?;
    let userid = UserId::with_form(&args.subject.userid, args.time.userid_form.into())?;
    let validity = Validity::new(moment::or_now(args.time.time)?, args.expire)?;
    let userbuf = args.userbuf_base64.as_deref().map(userbuf::decode).transpose()?;
    let mut claims = Claims::new(userid, validity);
    if let Some(userbuf) = &userbuf {
        claims = claims.with_userbuf(UserBuf::new(userbuf)?);
    }
    let signer = Signer::new(sdkappid, &args.keys.signing_key()?)?;
    let ticket = signer.sign(&claims)?;
    if json {
        output::json(&Signed {
            usersig: &ticket,
            sdkappid: sdkappid.get(),
            userid: userid.as_str(),
            time: validity.time(),
            expire: validity.expire(),
            expires_at: validity.expires_at(),
            algorithm: signer.algorithm().name(),
        })?;
    } else {
        output::line(ticket)?;
    }
    Ok(ExitCode::SUCCESS)
}
