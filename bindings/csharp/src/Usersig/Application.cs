using System;
using System.Collections.Generic;

namespace Usersig
{
    /// <summary>
    /// An SDKAppID with its keys. Make it once and share it: it never changes, and any number of
    /// threads may use it at once. It shows its keys to nobody.
    /// </summary>
    /// <example>
    /// <code>
    /// using (var application = new Usersig.Application(1400000000, Environment.GetEnvironmentVariable("USERSIG_KEY")))
    /// {
    ///     string ticket = application.Sign("xiaojun", 86400);
    ///     long until = application.Verify(ticket, "xiaojun").ExpiresAt;
    /// }
    /// </code>
    /// </example>
    public sealed unsafe partial class Application : IDisposable
    {
        /// <summary>The validity that generators default to: 180 days, in seconds.</summary>
        public const long DefaultExpire = 15552000;

        private readonly ApplicationHandle handle;

        static Application()
        {
            if (Native.usersig_abi() != Native.Abi)
            {
                throw new DllNotFoundException("libusersig is of another release than this assembly");
            }
        }

        /// <summary>
        /// Makes an application with one key: the text of a secret key, or a PEM text of the legacy
        /// algorithm. A secret key is used byte for byte: strip the line end of a file before.
        /// </summary>
        /// <exception cref="UsersigException">
        /// <see cref="Kind.InvalidSdkAppId"/> or <see cref="Kind.InvalidKey"/>.
        /// </exception>
        public Application(long sdkappid, string key)
            : this(sdkappid, new[] { key }, null)
        {
        }

        /// <summary>
        /// Makes an application with several keys, of both algorithms if you like: the first signs, all
        /// verify. Without any key, every ticket that can be read is rejected with
        /// <see cref="Kind.NoKey"/>.
        /// </summary>
        /// <exception cref="UsersigException">As for one key, or an option out of range.</exception>
        public Application(long sdkappid, IEnumerable<string> keys, Options options)
        {
            if (keys == null)
            {
                throw UsersigException.Argument("the keys are null", "pass a list, which may be empty");
            }
            Native.Options lowered;
            Native.usersig_options_init(&lowered);
            if (options != null)
            {
                lowered.UserIdForm = (int)options.UserIdForm;
                lowered.Encoding = (int)options.Encoding;
                lowered.LegacyUtcOffset = options.LegacyUtcOffset;
                lowered.MaxClockSkew = Native.Given(options.MaxClockSkew);
                lowered.LongestValidity = Native.Given(options.LongestValidity);
            }
            IntPtr application;
            using (Texts texts = new Texts(keys))
            {
                Check(Native.usersig_application_with_keys_new(
                    sdkappid, texts.Starts, texts.Lengths, texts.Count, &lowered, &application));
            }
            handle = new ApplicationHandle(application);
        }

        private Application(IntPtr application)
        {
            handle = new ApplicationHandle(application);
        }

        /// <summary>The application of a drop-in face of the current algorithm.</summary>
        internal static Application Current(long sdkappid, string key)
        {
            Utf8 text = Utf8.OfKey(key);
            IntPtr application;
            fixed (byte* body = text.Body)
            {
                int status = Native.usersig_dropin_current_new(sdkappid, body, text.Length, &application);
                text.Wipe();
                Check(status);
            }
            return new Application(application);
        }

        /// <summary>The application of a drop-in face of the legacy algorithm.</summary>
        internal static Application Legacy(long sdkappid, string privateKey, string publicKey)
        {
            Utf8 first = Utf8.OfKey(privateKey);
            Utf8 second = Utf8.OfKey(publicKey);
            IntPtr application;
            fixed (byte* firstBody = first.Body)
            fixed (byte* secondBody = second.Body)
            {
                int status = Native.usersig_dropin_legacy_new(
                    sdkappid, firstBody, first.Length, secondBody, second.Length, &application);
                first.Wipe();
                Check(status);
            }
            return new Application(application);
        }

        /// <summary>The version of the library, for example <c>0.1.0</c>.</summary>
        public static string LibraryVersion
        {
            get { return Utf8.Text(Native.usersig_version()); }
        }

        /// <summary>The SDKAppID of the application.</summary>
        public long SdkAppId
        {
            get { return Native.usersig_application_sdkappid(handle); }
        }

        /// <summary>
        /// The algorithm of new tickets; <see cref="Usersig.Algorithm.None"/> if the application verifies
        /// only.
        /// </summary>
        public Algorithm Algorithm
        {
            get { return (Algorithm)Native.usersig_application_algorithm(handle); }
        }

        /// <summary>
        /// Eight hexadecimal digits that tell signing keys apart and give nothing away; empty if the
        /// application verifies only.
        /// </summary>
        public string KeyFingerprint
        {
            get
            {
                byte* destination = stackalloc byte[32];
                UIntPtr length;
                Check(Native.usersig_application_key_fingerprint(handle, destination, (UIntPtr)32, &length));
                return Utf8.Text(destination, (int)length);
            }
        }

        /// <summary>Frees the keys. Calls that are under way end well; later ones throw.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        /// <summary>The SDKAppID and the algorithm, no key.</summary>
        public override string ToString()
        {
            return handle.IsClosed
                ? "Usersig.Application(disposed)"
                : "Usersig.Application(" + SdkAppId + ", " + Algorithm + ")";
        }

        internal static void Check(int status)
        {
            if (status != Native.Ok)
            {
                throw UsersigException.Last();
            }
        }
    }
}
