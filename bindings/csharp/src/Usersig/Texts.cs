using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Usersig
{
    /// <summary>Keys at fixed addresses, which are wiped when it is disposed of.</summary>
    internal sealed unsafe class Texts : IDisposable
    {
        private readonly List<Utf8> texts = new List<Utf8>();
        private readonly List<GCHandle> pins = new List<GCHandle>();

        internal Texts(IEnumerable<string> keys)
        {
            try
            {
                foreach (string key in keys)
                {
                    texts.Add(Utf8.OfKey(key));
                }
            }
            catch
            {
                Dispose();
                throw;
            }
            IntPtr[] starts = new IntPtr[texts.Count + 1];
            UIntPtr[] lengths = new UIntPtr[texts.Count + 1];
            for (int at = 0; at < texts.Count; at++)
            {
                starts[at] = texts[at].Body == null ? IntPtr.Zero : Pin(texts[at].Body);
                lengths[at] = texts[at].Length;
            }
            Starts = (byte**)Pin(starts);
            Lengths = (UIntPtr*)Pin(lengths);
        }

        internal byte** Starts { get; private set; }

        internal UIntPtr* Lengths { get; private set; }

        internal UIntPtr Count
        {
            get { return (UIntPtr)(uint)texts.Count; }
        }

        public void Dispose()
        {
            foreach (Utf8 text in texts)
            {
                text.Wipe();
            }
            foreach (GCHandle pin in pins)
            {
                pin.Free();
            }
            pins.Clear();
        }

        private IntPtr Pin(object array)
        {
            GCHandle pin = GCHandle.Alloc(array, GCHandleType.Pinned);
            pins.Add(pin);
            return pin.AddrOfPinnedObject();
        }
    }
}
