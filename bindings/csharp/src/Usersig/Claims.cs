namespace Usersig
{
    /// <summary>
    /// What a ticket claims. Nothing of it is verified: anybody can write a ticket. Times are Unix
    /// seconds.
    /// </summary>
    /// <example>
    /// <code>
    /// string ticket = new Usersig.Application(1400000000, "secret").Sign("xiaojun", 86400);
    /// Usersig.Claims claims = Usersig.Ticket.Inspect(ticket);
    /// Console.WriteLine(claims.UserId + " of " + claims.SdkAppId + " until " + claims.ExpiresAt);
    /// </code>
    /// </example>
    public sealed class Claims
    {
        private readonly byte[] userbuf;
        private readonly byte[] signature;
        private readonly string json;

        internal unsafe Claims(Native.Claims* from)
        {
            Algorithm = (Algorithm)from->Algorithm;
            SdkAppId = from->SdkAppId;
            UserId = from->UserId.Text();
            Time = from->Time;
            Expire = from->Expire;
            ExpiresAt = from->ExpiresAt;
            TicketJson = from->TicketJson.Text();
            userbuf = from->UserBuf.Copy();
            signature = from->Signature.Copy();
            json = from->Json.Text();
            if (from->RoomKind != 0)
            {
                Room = from->RoomKind == 1 ? Usersig.Room.FromId(from->RoomId) : Usersig.Room.FromName(from->RoomName.Text());
                Privileges = from->Privileges;
                RoomExpiresAt = from->RoomExpiresAt;
            }
        }

        /// <summary>How the ticket says it is signed.</summary>
        public Algorithm Algorithm { get; private set; }

        /// <summary>The SDKAppID.</summary>
        public long SdkAppId { get; private set; }

        /// <summary>The UserID.</summary>
        public string UserId { get; private set; }

        /// <summary>Time of signing.</summary>
        public long Time { get; private set; }

        /// <summary>Validity, seconds.</summary>
        public long Expire { get; private set; }

        /// <summary>The last second at which the ticket says it is valid.</summary>
        public long ExpiresAt { get; private set; }

        /// <summary>
        /// The UserBuf, a new array each time; null if there is none, which is not the same as an empty
        /// one.
        /// </summary>
        public byte[] UserBuf
        {
            get { return userbuf == null ? null : (byte[])userbuf.Clone(); }
        }

        /// <summary>The room of the UserBuf if that is a PrivateMapKey; otherwise null.</summary>
        public Room? Room { get; private set; }

        /// <summary>The privileges of the PrivateMapKey; null if there is none.</summary>
        public long? Privileges { get; private set; }

        /// <summary>The last second of the PrivateMapKey itself; null if there is none.</summary>
        public long? RoomExpiresAt { get; private set; }

        /// <summary>
        /// The signature's bytes, a new array each time; empty when what is written there cannot be a
        /// signature.
        /// </summary>
        public byte[] Signature
        {
            get { return (byte[])signature.Clone(); }
        }

        /// <summary>The JSON inside the ticket, as it is written.</summary>
        public string TicketJson { get; private set; }

        /// <summary>
        /// All claims as JSON: the text that the command <c>usersig inspect --json</c> prints, too.
        /// </summary>
        public string ToJson()
        {
            return json;
        }

        /// <summary>The user, the application and the end of the validity.</summary>
        public override string ToString()
        {
            return "Usersig.Claims(" + UserId + " of " + SdkAppId + ", " + Algorithm + ", until " + ExpiresAt + ")";
        }
    }
}
