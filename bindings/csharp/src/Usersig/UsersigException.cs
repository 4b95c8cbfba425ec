using System;

namespace Usersig
{
    /// <summary>
    /// A request that cannot be served: a UserID, number or key that must not be used.
    /// </summary>
    /// <remarks>
    /// The message says what is wrong, and after a semicolon what to do next. It holds no key and
    /// no ticket, so it may be logged.
    /// </remarks>
    public class UsersigException : Exception
    {
        internal UsersigException(
            Kind kind, string name, int code, int cCode, int? trtcCode, string message, string hint)
            : base(message)
        {
            Kind = kind;
            Name = name;
            Code = code;
            CCode = cCode;
            TrtcCode = trtcCode;
            Hint = hint;
        }

        /// <summary>The kind of fault.</summary>
        public Kind Kind { get; private set; }

        /// <summary>Its stable name, the same in every language, for example <c>invalid_userid</c>.</summary>
        public string Name { get; private set; }

        /// <summary>Tencent's code, for example 70001 for an expired ticket.</summary>
        public int Code { get; private set; }

        /// <summary>The code of the older C interface, 1 to 17.</summary>
        public int CCode { get; private set; }

        /// <summary>What the TRTC SDK reports for a rejected ticket; null for a wrong request.</summary>
        public int? TrtcCode { get; private set; }

        /// <summary>What to do next, alone.</summary>
        public string Hint { get; private set; }

        /// <summary>The last fault of this thread.</summary>
        internal static unsafe UsersigException Last()
        {
            Native.Error error;
            Native.usersig_last_error(&error);
            return Of(ref error);
        }

        /// <summary>The fault of a row of this thread's last call for many.</summary>
        internal static unsafe UsersigException OfRow(int row)
        {
            Native.Error error;
            Native.usersig_last_row_error((UIntPtr)(uint)row, &error);
            return Of(ref error);
        }

        internal static UsersigException BrokenKey()
        {
            return Refused(Kind.InvalidKey).Saying("the key is not valid UTF-16", "pass the text as the console shows it");
        }

        internal static UsersigException Argument(string message, string hint)
        {
            return Refused(Kind.InvalidArgument).Saying(message, hint);
        }

        // The kind and the codes; what is wrong is said here.
        private static UsersigException Refused(Kind kind)
        {
            Native.usersig_refuse((int)kind, Native.WrongType);
            return Last();
        }

        private UsersigException Saying(string message, string hint)
        {
            return new UsersigException(Kind, Name, Code, CCode, TrtcCode, message + "; " + hint, hint);
        }

        private static unsafe UsersigException Of(ref Native.Error error)
        {
            fixed (Native.Error* from = &error)
            {
                Kind kind = (Kind)error.Kind;
                string name = Utf8.Text(from->Name);
                string message = Utf8.Text(from->Message);
                string hint = Utf8.Text(from->Message + error.HintOffset);
                if (error.Kind >= (int)Kind.Empty)
                {
                    return new RejectedException(kind, name, error.Code, error.CCode, error.TrtcCode, message, hint);
                }
                return new UsersigException(kind, name, error.Code, error.CCode, null, message, hint);
            }
        }
    }

    /// <summary>A ticket that is turned away; <see cref="UsersigException.Kind"/> says why.</summary>
    public sealed class RejectedException : UsersigException
    {
        internal RejectedException(
            Kind kind, string name, int code, int cCode, int trtcCode, string message, string hint)
            : base(kind, name, code, cCode, trtcCode, message, hint)
        {
        }
    }
}
