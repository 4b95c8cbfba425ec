namespace Usersig
{
    /// <summary>
    /// What kind of fault it is. Below 100: the request cannot be served; from 101 on: the ticket
    /// is turned away.
    /// </summary>
    public enum Kind
    {
        /// <summary>No fault.</summary>
        Ok = 0,

        /// <summary>The UserID must not be signed or cannot be looked for.</summary>
        InvalidUserId = 1,

        /// <summary>The SDKAppID is not within 1 to 4294967295.</summary>
        InvalidSdkAppId = 2,

        /// <summary>A key is missing, unreadable, or cannot do what is asked.</summary>
        InvalidKey = 3,

        /// <summary>The validity is negative or ends out of range.</summary>
        InvalidExpire = 4,

        /// <summary>The moment is negative.</summary>
        InvalidTime = 5,

        /// <summary>The UserBuf is too long.</summary>
        InvalidUserBuf = 6,

        /// <summary>The room is not a room id.</summary>
        InvalidRoom = 7,

        /// <summary>The privileges are not a mask from 0 to 255.</summary>
        InvalidPrivileges = 8,

        /// <summary>The ticket parameter is not a text.</summary>
        InvalidTicket = 9,

        /// <summary>Another parameter is not what it has to be.</summary>
        InvalidArgument = 10,

        /// <summary>The caller's buffer is too small.</summary>
        BufferTooSmall = 11,

        /// <summary>The ECDSA signature could not be made.</summary>
        SigningFailed = 12,

        /// <summary>There is no usable system clock, and no time was passed.</summary>
        Clock = 13,

        /// <summary>A defect of usersig.</summary>
        Internal = 14,

        /// <summary>Rejected: the ticket is empty.</summary>
        Empty = 101,

        /// <summary>Rejected: the ticket cannot be decoded.</summary>
        Undecodable = 102,

        /// <summary>Rejected: a member is missing or malformed.</summary>
        Malformed = 103,

        /// <summary>Rejected: the ticket is for another application.</summary>
        MismatchSdkAppId = 104,

        /// <summary>Rejected: the ticket is for another user.</summary>
        MismatchUserId = 105,

        /// <summary>Rejected: the ticket's time is over.</summary>
        Expired = 106,

        /// <summary>Rejected: the PrivateMapKey's own time is over.</summary>
        RoomExpired = 107,

        /// <summary>Rejected: the time of signing lies ahead of the bound on clock skew.</summary>
        FromTheFuture = 108,

        /// <summary>Rejected: the ticket is valid for longer than the policy takes.</summary>
        ValidForTooLong = 109,

        /// <summary>Rejected: the ticket has a UserBuf and none was expected.</summary>
        UnexpectedUserBuf = 110,

        /// <summary>Rejected: the ticket has no UserBuf and one was expected.</summary>
        MissingUserBuf = 111,

        /// <summary>Rejected: the UserBuf's bytes differ from those expected.</summary>
        MismatchUserBuf = 112,

        /// <summary>
        /// Rejected: the UserBuf is no PrivateMapKey for this user, application, room and these
        /// privileges.
        /// </summary>
        MismatchRoom = 113,

        /// <summary>Rejected: there is no key for the ticket's algorithm.</summary>
        NoKey = 114,

        /// <summary>Rejected: the signature does not match the key.</summary>
        MismatchSignature = 115,

        /// <summary>
        /// Rejected: a legacy ticket's account type or third-party id differs from the one expected.
        /// </summary>
        MismatchAccount = 116,
    }
}
