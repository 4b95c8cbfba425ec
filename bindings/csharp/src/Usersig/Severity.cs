namespace Usersig
{
    /// <summary>How much a cause of a <see cref="Diagnosis"/> weighs, the lightest first.</summary>
    public enum Severity
    {
        /// <summary>Good to know; nothing is rejected for it.</summary>
        Note = 0,

        /// <summary>Accepted here, but asking for trouble elsewhere or later.</summary>
        Warning = 1,

        /// <summary>Why the ticket is rejected.</summary>
        Fatal = 2,
    }
}
