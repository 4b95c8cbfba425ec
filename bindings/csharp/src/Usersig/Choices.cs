namespace Usersig
{
    /// <summary>Which UserIDs an application signs. Verifying takes the widest form always.</summary>
    public enum UserIdForm
    {
        /// <summary>1 to 32 bytes of letters, digits, <c>_</c> and <c>-</c>.</summary>
        Documented = 0,

        /// <summary>1 to 2048 bytes of printable ASCII.</summary>
        Ascii = 1,

        /// <summary>1 to 2048 bytes of UTF-8 without control characters.</summary>
        Utf8 = 2,
    }

    /// <summary>How a current ticket is compressed. Every reader takes both.</summary>
    public enum TicketEncoding
    {
        /// <summary>The shortest ticket.</summary>
        Compact = 0,

        /// <summary>No compression: least work, about a third longer.</summary>
        Stored = 1,
    }

    /// <summary>How a ticket is signed.</summary>
    public enum Algorithm
    {
        /// <summary>None: the application verifies only.</summary>
        None = 0,

        /// <summary>The current algorithm.</summary>
        HmacSha256 = 1,

        /// <summary>The legacy algorithm.</summary>
        EcdsaSha256 = 2,
    }

    /// <summary>What an application does in another way than usual.</summary>
    public sealed class Options
    {
        /// <summary>Which UserIDs are signed.</summary>
        public UserIdForm UserIdForm { get; set; }

        /// <summary>How tickets are compressed.</summary>
        public TicketEncoding Encoding { get; set; }

        /// <summary>Seconds that a ticket may be signed ahead of now; null: no bound.</summary>
        public long? MaxClockSkew { get; set; }

        /// <summary>Longest validity that is accepted, seconds; null: no bound.</summary>
        public long? LongestValidity { get; set; }

        /// <summary>Zone of the local time in the oldest legacy tickets, seconds east of UTC.</summary>
        public int LegacyUtcOffset { get; set; }
    }
}
