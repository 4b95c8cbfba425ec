//! The privileges by name.

use napi_derive::napi;
use usersig::Privileges;

/// What a user may do in a room. Join them with `|` into the mask of a PrivateMapKey.
#[napi]
#[derive(Debug)]
#[non_exhaustive]
pub enum Privilege {
    /// Create the room.
    CreateRoom = 1,
    /// Enter the room.
    Enter = 2,
    /// Send audio.
    SendAudio = 4,
    /// Receive audio.
    ReceiveAudio = 8,
    /// Send video.
    SendVideo = 16,
    /// Receive video.
    ReceiveVideo = 32,
    /// Send substream (screen share) video.
    SendSubstream = 64,
    /// Receive substream video.
    ReceiveSubstream = 128,
    /// Enter and receive audio and video.
    Audience = 42,
    /// Everything.
    All = 255,
}

/// The numbers have to stand above as such for the TypeScript types; they are the engine's.
const _: () = {
    assert!(Privilege::CreateRoom as u32 == Privileges::CREATE_ROOM.bits());
    assert!(Privilege::Enter as u32 == Privileges::ENTER.bits());
    assert!(Privilege::SendAudio as u32 == Privileges::SEND_AUDIO.bits());
    assert!(Privilege::ReceiveAudio as u32 == Privileges::RECEIVE_AUDIO.bits());
    assert!(Privilege::SendVideo as u32 == Privileges::SEND_VIDEO.bits());
    assert!(Privilege::ReceiveVideo as u32 == Privileges::RECEIVE_VIDEO.bits());
    assert!(Privilege::SendSubstream as u32 == Privileges::SEND_SUBSTREAM.bits());
    assert!(Privilege::ReceiveSubstream as u32 == Privileges::RECEIVE_SUBSTREAM.bits());
    assert!(Privilege::Audience as u32 == Privileges::AUDIENCE.bits());
    assert!(Privilege::All as u32 == Privileges::ALL.bits());
};
