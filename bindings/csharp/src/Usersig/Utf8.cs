using System;
using System.Text;

namespace Usersig
{
    /// <summary>A text as the library takes it: bytes and their number; no bytes for null.</summary>
    internal struct Utf8
    {
        // The address of an empty text is not null.
        private static readonly byte[] Nothing = new byte[1];
        // No UTF-8: the library says which parameter it was, in its own words and with its code.
        private static readonly byte[] Broken = { 0xff };
        private static readonly UTF8Encoding Strict = new UTF8Encoding(false, true);

        internal byte[] Body;
        internal int Count;

        internal UIntPtr Length
        {
            get { return (UIntPtr)(uint)Count; }
        }

        internal static Utf8 Of(byte[] bytes)
        {
            if (bytes == null)
            {
                return new Utf8();
            }
            return new Utf8 { Body = bytes.Length == 0 ? Nothing : bytes, Count = bytes.Length };
        }

        internal static Utf8 Of(string text)
        {
            if (text == null)
            {
                return new Utf8();
            }
            try
            {
                return Of(Strict.GetBytes(text));
            }
            catch (EncoderFallbackException)
            {
                return Of(Broken);
            }
        }

        /// <summary>The bytes of a key; <see cref="Wipe"/> them afterwards.</summary>
        internal static Utf8 OfKey(string key)
        {
            try
            {
                return key == null ? new Utf8() : Of(Strict.GetBytes(key));
            }
            catch (EncoderFallbackException)
            {
                throw UsersigException.BrokenKey();
            }
        }

        internal void Wipe()
        {
            if (Body != null)
            {
                Array.Clear(Body, 0, Body.Length);
            }
        }

        internal static unsafe string Text(byte* text)
        {
            int length = 0;
            while (text[length] != 0)
            {
                length++;
            }
            return Text(text, length);
        }

        internal static unsafe string Text(byte* text, int length)
        {
            return length == 0 ? "" : Encoding.UTF8.GetString(text, length);
        }
    }
}
