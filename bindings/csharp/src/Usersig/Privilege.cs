namespace Usersig
{
    /// <summary>What a PrivateMapKey allows, bit by bit; combine them with <c>|</c>.</summary>
    public static class Privilege
    {
        /// <summary>Nothing.</summary>
        public const long None = 0;

        /// <summary>Create the room.</summary>
        public const long CreateRoom = 1;

        /// <summary>Enter the room.</summary>
        public const long Enter = 2;

        /// <summary>Send audio.</summary>
        public const long SendAudio = 4;

        /// <summary>Receive audio.</summary>
        public const long ReceiveAudio = 8;

        /// <summary>Send video.</summary>
        public const long SendVideo = 16;

        /// <summary>Receive video.</summary>
        public const long ReceiveVideo = 32;

        /// <summary>Send substream (screen share) video.</summary>
        public const long SendSubstream = 64;

        /// <summary>Receive substream video.</summary>
        public const long ReceiveSubstream = 128;

        /// <summary>Enter, and receive audio and video.</summary>
        public const long Audience = 42;

        /// <summary>Everything.</summary>
        public const long All = 255;
    }
}
