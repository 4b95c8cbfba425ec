namespace Usersig
{
    /// <summary>One thing that was found about a ticket.</summary>
    /// <example>
    /// <code>
    /// string ticket = new Usersig.Application(1400000000, "secret").Sign("xiaojun", 86400);
    /// var symptoms = new Usersig.Symptoms { Keys = new[] { "secret\n" } };
    /// foreach (Usersig.Cause cause in Usersig.Ticket.Diagnose(ticket, symptoms).Causes)
    /// {
    ///     Console.WriteLine(cause.Severity + " " + cause.Id + ": " + cause.Text);
    ///     Console.WriteLine(cause.Advice);
    /// }
    /// </code>
    /// </example>
    public sealed class Cause
    {
        internal Cause(ref Native.Cause from)
        {
            Id = from.Id.Text();
            Severity = (Severity)from.Severity;
            Text = from.Text.Text();
            Advice = from.Advice.Text();
        }

        /// <summary>A stable name for programs, for example <c>key-white-space</c>.</summary>
        public string Id { get; private set; }

        /// <summary>How much it weighs.</summary>
        public Severity Severity { get; private set; }

        /// <summary>What it is, for people.</summary>
        public string Text { get; private set; }

        /// <summary>What to do next, for people.</summary>
        public string Advice { get; private set; }

        /// <summary>The severity, the name and the text.</summary>
        public override string ToString()
        {
            return Severity + " " + Id + ": " + Text;
        }
    }
}
