namespace Usersig
{
    /// <summary>What a verified ticket says. Times are Unix seconds.</summary>
    public sealed class Outcome
    {
        internal Outcome(ref Native.Outcome from)
        {
            Algorithm = (Algorithm)from.Algorithm;
            Time = from.Time;
            Expire = from.Expire;
            ExpiresAt = from.ExpiresAt;
            KeyIndex = from.KeyIndex;
            Privileges = from.RoomKind == 0 ? (long?)null : from.Privileges;
            RoomExpiresAt = from.RoomKind == 0 ? (long?)null : from.RoomExpiresAt;
            if (from.RoomKind == 1)
            {
                Room = Usersig.Room.FromId(from.RoomId);
            }
        }

        /// <summary>How the ticket was signed.</summary>
        public Algorithm Algorithm { get; private set; }

        /// <summary>Time of signing.</summary>
        public long Time { get; private set; }

        /// <summary>Validity, seconds.</summary>
        public long Expire { get; private set; }

        /// <summary>The last second at which the ticket is valid.</summary>
        public long ExpiresAt { get; private set; }

        /// <summary>Which key of the application made the signature, counted from 0.</summary>
        public int KeyIndex { get; private set; }

        /// <summary>
        /// The UserBuf; null if there is none. <see cref="Application.VerifyMany"/> leaves it out.
        /// </summary>
        public byte[] UserBuf { get; internal set; }

        /// <summary>
        /// The room of the UserBuf if that is a PrivateMapKey. Its account, SDKAppID and own time were
        /// compared only if a room was expected. <see cref="Application.VerifyMany"/> leaves out string
        /// rooms.
        /// </summary>
        public Room? Room { get; internal set; }

        /// <summary>The privileges of the PrivateMapKey; null if there is none.</summary>
        public long? Privileges { get; private set; }

        /// <summary>The last second of the PrivateMapKey itself; null if there is none.</summary>
        public long? RoomExpiresAt { get; private set; }
    }
}
