using System;

namespace Usersig
{
    /// <summary>A room of a PrivateMapKey: a number or a name. The default value is no room.</summary>
    public struct Room : IEquatable<Room>
    {
        /// <summary>The numeric room id, 1 to 4294967294.</summary>
        public static Room FromId(long id)
        {
            return new Room { Id = id };
        }

        /// <summary>The string room name, 1 to 64 bytes.</summary>
        public static Room FromName(string name)
        {
            return new Room { Name = name ?? "" };
        }

        /// <summary>The number of a numeric room; null for any other.</summary>
        public long? Id { get; private set; }

        /// <summary>The name of a string room; null for any other.</summary>
        public string Name { get; private set; }

        /// <summary>Whether both are the same room.</summary>
        public bool Equals(Room other)
        {
            return Id == other.Id && Name == other.Name;
        }

        /// <summary>Whether it is the same room.</summary>
        public override bool Equals(object other)
        {
            return other is Room && Equals((Room)other);
        }

        /// <summary>A number that is the same for the same room.</summary>
        public override int GetHashCode()
        {
            return Name != null ? Name.GetHashCode() : Id.GetHashCode();
        }

        /// <summary>The number or the name.</summary>
        public override string ToString()
        {
            return Name ?? Id.ToString();
        }
    }

    /// <summary>What a ticket has to carry. Null in its place takes anything.</summary>
    public sealed class Expected
    {
        internal const int AnyKind = 0;
        internal const int NoneKind = 1;
        internal const int UserBufKind = 2;
        internal const int RoomIdKind = 3;
        internal const int RoomNameKind = 4;

        internal int Kind;
        internal Utf8 Text;
        internal long RoomId;
        internal long Privileges;

        private Expected()
        {
        }

        /// <summary>Takes tickets without a UserBuf.</summary>
        public static Expected NoUserBuf()
        {
            return new Expected { Kind = NoneKind };
        }

        /// <summary>Takes tickets with exactly this UserBuf; null is an empty one.</summary>
        public static Expected UserBuf(byte[] userbuf)
        {
            return new Expected { Kind = UserBufKind, Text = Utf8.Of(userbuf == null ? new byte[0] : (byte[])userbuf.Clone()) };
        }

        /// <summary>
        /// Takes PrivateMapKeys of the same user for this room, with at least these privileges.
        /// </summary>
        public static Expected Room(Room room, long privileges = 0)
        {
            Expected expected = new Expected { Privileges = privileges };
            if (room.Name != null)
            {
                expected.Kind = RoomNameKind;
                expected.Text = Utf8.Of(room.Name);
            }
            else
            {
                // No room at all is the number 0, which is refused.
                expected.Kind = RoomIdKind;
                expected.RoomId = room.Id ?? 0;
            }
            return expected;
        }
    }
}
