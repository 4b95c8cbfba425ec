using System;
using System.Runtime.InteropServices;

namespace Usersig
{
    public sealed unsafe partial class Application
    {
        // Most tickets fit; a longer one costs a second call.
        private const int Usual = 1024;

        /// <summary>
        /// Makes a ticket (UserSig), valid for <paramref name="expire"/> seconds from now on.
        /// </summary>
        /// <param name="userid">The user.</param>
        /// <param name="expire">Validity, seconds.</param>
        /// <param name="userbuf">Bytes to sign along; null means none, and an empty array is not the same.</param>
        /// <param name="now">The time of signing, Unix seconds; null means the system clock.</param>
        /// <exception cref="UsersigException">
        /// <see cref="Kind.InvalidUserId"/>, <see cref="Kind.InvalidExpire"/> and so on.
        /// </exception>
        public string Sign(string userid, long expire = DefaultExpire, byte[] userbuf = null, long? now = null)
        {
            return Sign(Utf8.Of(userid), expire, Carried.UserBuf(userbuf), now);
        }

        /// <summary>
        /// Makes a PrivateMapKey: a ticket that lets the user into one room only, with these privileges
        /// (0 to 255), for <paramref name="expire"/> seconds from now on.
        /// </summary>
        /// <exception cref="UsersigException">
        /// As for <see cref="Sign(string, long, byte[], long?)"/>, or <see cref="Kind.InvalidRoom"/>, or
        /// <see cref="Kind.InvalidPrivileges"/>.
        /// </exception>
        public string SignPrivateMapKey(
            string userid, long expire, Room room, long privileges = 255, long? now = null)
        {
            return Sign(Utf8.Of(userid), expire, Carried.Room(room, privileges), now);
        }

        /// <summary>
        /// Writes a ticket to the start of <paramref name="destination"/> and returns its length in bytes.
        /// The UserID is UTF-8. It allocates nothing.
        /// </summary>
        /// <exception cref="UsersigException">
        /// As for <see cref="Sign(string, long, byte[], long?)"/>, or <see cref="Kind.BufferTooSmall"/> if
        /// the destination is shorter than <see cref="MaxLength"/>.
        /// </exception>
        public int Sign(byte[] userid, byte[] destination, long expire = DefaultExpire, long? now = null)
        {
            Utf8 user = Utf8.Of(userid);
            Utf8 room = Utf8.Of(destination);
            fixed (byte* userBody = user.Body)
            fixed (byte* to = room.Body)
            {
                return Sign(userBody, user.Length, to, room.Length, expire, now);
            }
        }

        /// <summary>Bytes that are enough for a ticket of this user with this UserBuf.</summary>
        public int MaxLength(string userid, byte[] userbuf = null)
        {
            Utf8 user = Utf8.Of(userid);
            Utf8 carried = Utf8.Of(userbuf);
            UIntPtr length;
            fixed (byte* userBody = user.Body)
            fixed (byte* body = carried.Body)
            {
                Check(Native.usersig_max_len(handle, userBody, user.Length, body, carried.Length, &length));
            }
            return (int)length;
        }

#if NETSTANDARD2_1_OR_GREATER || NET5_0_OR_GREATER
        /// <summary>As <see cref="Sign(byte[], byte[], long, long?)"/>, for spans.</summary>
        public int Sign(
            ReadOnlySpan<byte> userid, Span<byte> destination, long expire = DefaultExpire, long? now = null)
        {
            byte nothing;
            fixed (byte* userBody = &MemoryMarshal.GetReference(userid))
            fixed (byte* to = &MemoryMarshal.GetReference(destination))
            {
                byte* user = userBody == null ? &nothing : userBody;
                return Sign(user, (UIntPtr)(uint)userid.Length, to, (UIntPtr)(uint)destination.Length, expire, now);
            }
        }
#endif

        private int Sign(byte* user, UIntPtr userLength, byte* to, UIntPtr capacity, long expire, long? now)
        {
            UIntPtr length;
            Check(Native.usersig_sign(
                handle, user, userLength, expire, null, UIntPtr.Zero, Native.Given(now), to, capacity, &length));
            return (int)length;
        }

        private string Sign(Utf8 user, long expire, Carried what, long? now)
        {
            byte* usual = stackalloc byte[Usual];
            UIntPtr length;
            int status = Sign(user, expire, what, now, usual, Usual, &length);
            if (status == Native.BufferTooSmall)
            {
                byte[] longer = new byte[(int)length];
                fixed (byte* to = longer)
                {
                    Check(Sign(user, expire, what, now, to, longer.Length, &length));
                    return Utf8.Text(to, (int)length);
                }
            }
            Check(status);
            return Utf8.Text(usual, (int)length);
        }

        private int Sign(Utf8 user, long expire, Carried what, long? now, byte* to, int capacity, UIntPtr* length)
        {
            long time = Native.Given(now);
            UIntPtr room = (UIntPtr)(uint)capacity;
            fixed (byte* userBody = user.Body)
            fixed (byte* body = what.Text.Body)
            {
                switch (what.Kind)
                {
                    case Expected.RoomIdKind:
                        return Native.usersig_sign_private_map_key(
                            handle, userBody, user.Length, expire, what.RoomId, what.Privileges, time, to, room,
                            length);
                    case Expected.RoomNameKind:
                        return Native.usersig_sign_private_map_key_str(
                            handle, userBody, user.Length, expire, body, what.Text.Length, what.Privileges, time, to,
                            room, length);
                    default:
                        return Native.usersig_sign(
                            handle, userBody, user.Length, expire, body, what.Text.Length, time, to, room, length);
                }
            }
        }

        /// <summary>What a new ticket carries.</summary>
        private struct Carried
        {
            internal int Kind;
            internal Utf8 Text;
            internal long RoomId;
            internal long Privileges;

            internal static Carried UserBuf(byte[] userbuf)
            {
                return new Carried { Kind = Expected.UserBufKind, Text = Utf8.Of(userbuf) };
            }

            internal static Carried Room(Room room, long privileges)
            {
                Expected expected = Expected.Room(room, privileges);
                return new Carried
                {
                    Kind = expected.Kind, Text = expected.Text, RoomId = expected.RoomId, Privileges = privileges,
                };
            }
        }
    }
}
