using System;
using System.Collections.Generic;

namespace Usersig
{
    /// <summary>
    /// What is known around a ticket that is rejected. All of it may be left out; more finds more.
    /// </summary>
    public sealed class Symptoms
    {
        /// <summary>The application's SDKAppID.</summary>
        public long? SdkAppId { get; set; }

        /// <summary>The user.</summary>
        public string UserId { get; set; }

        /// <summary>The application's keys as they are configured, damage and all.</summary>
        public IReadOnlyList<string> Keys { get; set; }

        /// <summary>SDKAppIDs and keys of other applications that may have been mixed up with it.</summary>
        public IReadOnlyList<KeyValuePair<long, string>> Others { get; set; }

        /// <summary>The moment, Unix seconds; null means the system clock.</summary>
        public long? Now { get; set; }
    }

    /// <summary>What a ticket claims and why it is rejected, for people.</summary>
    public static unsafe class Ticket
    {
        /// <summary>
        /// What a ticket claims. It is not verified: anybody can write a ticket.
        /// </summary>
        /// <exception cref="RejectedException">The ticket cannot be read.</exception>
        /// <exception cref="UsersigException">The ticket is null.</exception>
        public static Claims Inspect(string ticket)
        {
            Utf8 lent = Utf8.Of(ticket);
            Native.Claims* found;
            fixed (byte* body = lent.Body)
            {
                Application.Check(Native.usersig_inspect_alloc(body, lent.Length, &found));
            }
            try
            {
                return new Claims(found);
            }
            finally
            {
                Native.usersig_claims_free(found);
            }
        }

        /// <summary>
        /// Explains why a ticket is rejected and what to do about it. It takes its time.
        /// </summary>
        /// <exception cref="UsersigException">The ticket is null, or a symptom is out of range.</exception>
        public static Diagnosis Diagnose(string ticket, Symptoms symptoms = null)
        {
            symptoms = symptoms ?? new Symptoms();
            List<string> otherKeys = new List<string>();
            List<long> otherIds = new List<long>();
            foreach (KeyValuePair<long, string> other in symptoms.Others ?? new KeyValuePair<long, string>[0])
            {
                otherIds.Add(other.Key);
                otherKeys.Add(other.Value);
            }
            Utf8 lent = Utf8.Of(ticket);
            Utf8 user = Utf8.Of(symptoms.UserId);
            Native.Diagnosis* found;
            Native.Symptoms lowered;
            Native.usersig_symptoms_init(&lowered);
            using (Texts keys = new Texts(symptoms.Keys ?? new string[0]))
            using (Texts others = new Texts(otherKeys))
            fixed (byte* body = lent.Body)
            fixed (byte* userBody = user.Body)
            fixed (long* ids = otherIds.ToArray())
            {
                lowered.SdkAppId = Native.Given(symptoms.SdkAppId);
                lowered.Now = Native.Given(symptoms.Now);
                lowered.UserId = userBody;
                lowered.UserIdLength = user.Length;
                lowered.Keys = keys.Starts;
                lowered.KeyLengths = keys.Lengths;
                lowered.KeyCount = keys.Count;
                lowered.OtherSdkAppIds = ids;
                lowered.OtherKeys = others.Starts;
                lowered.OtherKeyLengths = others.Lengths;
                lowered.OtherCount = others.Count;
                Application.Check(Native.usersig_diagnose_alloc(body, lent.Length, &lowered, &found));
            }
            try
            {
                return new Diagnosis(found);
            }
            finally
            {
                Native.usersig_diagnosis_free(found);
            }
        }

        /// <summary>The bytes of a PrivateMapKey alone, as old calls return them.</summary>
        internal static byte[] PrivateMapKeyBytes(long sdkappid, string userid, long expire, long room, long privileges)
        {
            Utf8 user = Utf8.Of(userid);
            UIntPtr length = UIntPtr.Zero;
            byte[] bytes = new byte[128];
            fixed (byte* body = user.Body)
            {
                for (;;)
                {
                    int status;
                    fixed (byte* to = bytes)
                    {
                        status = Native.usersig_private_map_key_bytes(
                            sdkappid, body, user.Length, expire, room, privileges, Native.Given(null), to,
                            (UIntPtr)(uint)bytes.Length, &length);
                    }
                    if (status == Native.Ok)
                    {
                        Array.Resize(ref bytes, (int)length);
                        return bytes;
                    }
                    if (status != Native.BufferTooSmall)
                    {
                        throw UsersigException.Last();
                    }
                    bytes = new byte[(int)length];
                }
            }
        }
    }
}
