using System;
using System.Runtime.InteropServices;

namespace Usersig
{
    /// <summary>The functions of usersig.h, and nothing else.</summary>
    internal static unsafe class Native
    {
        private const long Unset = long.MinValue;
        internal const int Ok = 0;
        internal const int BufferTooSmall = 11;
        internal const int WrongType = 2;
        internal const int Abi = 1;
        private const string Library = "usersig";

        [StructLayout(LayoutKind.Sequential)]
        internal struct Options
        {
            internal long MaxClockSkew;
            internal long LongestValidity;
            internal int UserIdForm;
            internal int Encoding;
            internal int LegacyUtcOffset;
            internal int Reserved;
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct Symptoms
        {
            internal long SdkAppId;
            internal long Now;
            internal byte* UserId;
            internal UIntPtr UserIdLength;
            internal byte** Keys;
            internal UIntPtr* KeyLengths;
            internal UIntPtr KeyCount;
            internal long* OtherSdkAppIds;
            internal byte** OtherKeys;
            internal UIntPtr* OtherKeyLengths;
            internal UIntPtr OtherCount;
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct Error
        {
            internal int Kind;
            internal int Code;
            internal int CCode;
            internal int TrtcCode;
            internal ulong Needed;
            internal uint HintOffset;
            internal fixed byte Name[32];
            internal fixed byte Message[468];
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct Expected
        {
            internal byte* Text;
            internal UIntPtr TextLength;
            internal long RoomId;
            internal long Privileges;
            internal int Kind;
            internal int Reserved;
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct Outcome
        {
            internal long Time;
            internal long Expire;
            internal long ExpiresAt;
            internal long RoomExpiresAt;
            internal UIntPtr UserBufLength;
            internal UIntPtr RoomStrOffset;
            internal UIntPtr RoomStrLength;
            internal int Algorithm;
            internal int KeyIndex;
            internal int HasUserBuf;
            internal int RoomKind;
            internal uint RoomId;
            internal uint Privileges;
        }

        /// <summary>Bytes of something larger; no data for none.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal struct Bytes
        {
            private byte* data;
            private UIntPtr length;

            internal string Text()
            {
                return data == null ? null : Utf8.Text(data, (int)length);
            }

            internal byte[] Copy()
            {
                if (data == null)
                {
                    return null;
                }
                byte[] copy = new byte[(int)length];
                Marshal.Copy((IntPtr)data, copy, 0, copy.Length);
                return copy;
            }
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct Claims
        {
            internal long Time;
            internal long Expire;
            internal long ExpiresAt;
            internal long RoomExpiresAt;
            internal Bytes UserId;
            internal Bytes UserBuf;
            internal Bytes RoomName;
            internal Bytes Signature;
            internal Bytes TicketJson;
            internal Bytes Json;
            internal uint SdkAppId;
            internal int Algorithm;
            internal int RoomKind;
            internal uint RoomId;
            internal uint Privileges;
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct Cause
        {
            internal Bytes Id;
            internal Bytes Text;
            internal Bytes Advice;
            internal int Severity;
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct Diagnosis
        {
            internal Bytes Reason;
            internal Bytes Repaired;
            internal Bytes Json;
            internal Cause* Causes;
            internal UIntPtr CauseCount;
            internal Claims* Claims;
            internal int Kind;
            internal int Code;
        }

        /// <summary>
        /// A number that may be left out, as the library takes it. The one that stands for none there
        /// becomes its neighbour, which is refused as well.
        /// </summary>
        internal static long Given(long? value)
        {
            return value == null ? Unset : Math.Max(value.Value, Unset + 1);
        }

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_abi();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern byte* usersig_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_last_error(Error* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_refuse(int kind, int misfit);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_last_row_error(UIntPtr row, Error* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void usersig_options_init(Options* options);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void usersig_symptoms_init(Symptoms* symptoms);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_application_with_keys_new(
            long sdkappid, byte** keys, UIntPtr* keyLengths, UIntPtr keyCount, Options* options,
            IntPtr* application);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_dropin_current_new(
            long sdkappid, byte* key, UIntPtr keyLength, IntPtr* application);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_dropin_legacy_new(
            long sdkappid, byte* privateKey, UIntPtr privateKeyLength, byte* publicKey,
            UIntPtr publicKeyLength, IntPtr* application);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void usersig_application_free(IntPtr application);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint usersig_application_sdkappid(ApplicationHandle application);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_application_algorithm(ApplicationHandle application);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_application_key_fingerprint(
            ApplicationHandle application, byte* destination, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_sign(
            ApplicationHandle application, byte* userid, UIntPtr useridLength, long expire, byte* userbuf,
            UIntPtr userbufLength, long now, byte* destination, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_max_len(
            ApplicationHandle application, byte* userid, UIntPtr useridLength, byte* userbuf,
            UIntPtr userbufLength, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_sign_private_map_key(
            ApplicationHandle application, byte* userid, UIntPtr useridLength, long expire, long roomId,
            long privileges, long now, byte* destination, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_sign_private_map_key_str(
            ApplicationHandle application, byte* userid, UIntPtr useridLength, long expire, byte* room,
            UIntPtr roomLength, long privileges, long now, byte* destination, UIntPtr capacity,
            UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_private_map_key_bytes(
            long sdkappid, byte* userid, UIntPtr useridLength, long expire, long roomId, long privileges,
            long now, byte* destination, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_sign_many_packed(
            ApplicationHandle application, byte* userids, UIntPtr* useridOffsets, UIntPtr count,
            long expire, long now, byte* destination, UIntPtr capacity, UIntPtr* length, UIntPtr* offsets,
            int* statuses);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_verify(
            ApplicationHandle application, byte* ticket, UIntPtr ticketLength, byte* userid,
            UIntPtr useridLength, Expected* expected, long now, Outcome* outcome, byte* userbuf,
            UIntPtr capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_verify_many_packed(
            ApplicationHandle application, byte* tickets, UIntPtr* ticketOffsets, byte* userids,
            UIntPtr* useridOffsets, UIntPtr count, Expected* expected, long now, Outcome* outcomes,
            int* statuses);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_inspect_alloc(byte* ticket, UIntPtr ticketLength, Claims** claims);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int usersig_diagnose_alloc(
            byte* ticket, UIntPtr ticketLength, Symptoms* symptoms, Diagnosis** diagnosis);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void usersig_claims_free(Claims* claims);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void usersig_diagnosis_free(Diagnosis* diagnosis);
    }
}
