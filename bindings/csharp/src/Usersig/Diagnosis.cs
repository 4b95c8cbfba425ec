using System;
using System.Collections.Generic;

namespace Usersig
{
    /// <summary>Why a ticket is rejected and what to do about it.</summary>
    /// <example>
    /// <code>
    /// string ticket = new Usersig.Application(1400000000, "secret").Sign("xiaojun", 86400);
    /// Usersig.Diagnosis found = Usersig.Ticket.Diagnose(ticket, new Usersig.Symptoms
    /// {
    ///     SdkAppId = 1400000000, UserId = "xiaojun", Keys = new[] { "secret\n" },
    /// });
    /// if (found.Has("key-white-space"))
    /// {
    ///     Console.WriteLine(found.Code + " " + found.Reason + "; " + found.Causes[0].Advice);
    /// }
    /// </code>
    /// </example>
    public sealed class Diagnosis
    {
        private readonly string json;

        internal unsafe Diagnosis(Native.Diagnosis* from)
        {
            if (from->Kind != Native.Ok)
            {
                Kind = (Kind)from->Kind;
                Code = from->Code;
                Reason = from->Reason.Text();
            }
            Cause[] causes = new Cause[(int)from->CauseCount];
            for (int at = 0; at < causes.Length; at++)
            {
                causes[at] = new Cause(ref from->Causes[at]);
            }
            Causes = Array.AsReadOnly(causes);
            Repaired = from->Repaired.Text();
            Claims = from->Claims == null ? null : new Claims(from->Claims);
            json = from->Json.Text();
        }

        /// <summary>
        /// Whether the ticket is rejected. What was not given, a key, a UserID, an SDKAppID, is not
        /// checked: without a key, a ticket that is not rejected may still be anybody's.
        /// </summary>
        public bool IsRejected
        {
            get { return Kind != null; }
        }

        /// <summary>The kind of the rejection; null for a ticket that is not rejected.</summary>
        public Kind? Kind { get; private set; }

        /// <summary>Tencent's code of the rejection; null for a ticket that is not rejected.</summary>
        public int? Code { get; private set; }

        /// <summary>The rejection in words; null for a ticket that is not rejected.</summary>
        public string Reason { get; private set; }

        /// <summary>All that was found, the most serious first.</summary>
        public IReadOnlyList<Cause> Causes { get; private set; }

        /// <summary>
        /// The ticket without the damage that it took on its way; null where there is none or it cannot be
        /// undone.
        /// </summary>
        public string Repaired { get; private set; }

        /// <summary>What the ticket claims, not verified; null if it cannot be read.</summary>
        public Claims Claims { get; private set; }

        /// <summary>Whether a cause of this <see cref="Cause.Id"/> was found.</summary>
        public bool Has(string id)
        {
            foreach (Cause cause in Causes)
            {
                if (cause.Id == id)
                {
                    return true;
                }
            }
            return false;
        }

        /// <summary>
        /// All of it as JSON: the text that the command <c>usersig diagnose --json</c> prints, too.
        /// </summary>
        public string ToJson()
        {
            return json;
        }

        /// <summary>The rejection and what was found.</summary>
        public override string ToString()
        {
            return "Usersig.Diagnosis(" + (IsRejected ? Code + " " + Reason : "not rejected") + "; " +
                string.Join("; ", Causes) + ")";
        }
    }
}
