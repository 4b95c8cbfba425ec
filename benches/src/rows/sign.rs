//! Signing with the current algorithm.

use usersig::Signer;
use usersig_interop::PeerName::{Go, Java, Node, Python, TencentImRs, TlsSigApi};

use crate::contest::Row;
use crate::peers::Peers;
use crate::{Result, floor, inputs, ours};

pub fn rows(peers: &Peers) -> Result<Vec<Row>> {
    let signer = Signer::new(inputs::sdkappid()?, &inputs::key()?)?;
    let userbuf = Some(inputs::USERBUF);

    let mut plain = vec![
        ours::sign(&signer, None),
        ours::sign_into(&signer, None)?,
        ours::sign_stored(&signer)?,
        floor::hmac_alone(),
    ];
    plain.extend(peers.sign(&[Go, Java, Node, Python, TlsSigApi, TencentImRs], &inputs::plain()));

    let mut with_userbuf = vec![ours::sign(&signer, userbuf), ours::sign_into(&signer, userbuf)?];
    with_userbuf.extend(peers.sign(&[Go, Node, Python, TlsSigApi], &inputs::with_userbuf()));

    let mut room_id = vec![ours::room(&signer, inputs::room_id()?)];
    room_id.extend(peers.sign(&[Go, Java, Node], &inputs::with_room_id()));

    let mut room_str = vec![ours::room(&signer, inputs::room_str()?)];
    room_str.extend(peers.sign(&[Go, Java, Node], &inputs::with_room_str()));

    Ok(vec![
        Row { operation: "sign", contestants: plain },
        Row { operation: "sign with a UserBuf", contestants: with_userbuf },
        Row { operation: "sign, numeric room", contestants: room_id },
        Row { operation: "sign, string room", contestants: room_str },
    ])
}
