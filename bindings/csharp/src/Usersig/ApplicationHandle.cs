using System;
using System.Runtime.InteropServices;

namespace Usersig
{
    /// <summary>An application of the library, which is freed once nobody uses it.</summary>
    internal sealed class ApplicationHandle : SafeHandle
    {
        internal ApplicationHandle(IntPtr application)
            : base(IntPtr.Zero, true)
        {
            SetHandle(application);
        }

        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }

        protected override bool ReleaseHandle()
        {
            Native.usersig_application_free(handle);
            return true;
        }
    }
}
