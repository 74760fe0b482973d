namespace MsokoAnalytics.DuckDb.Native;

/// <summary>Owns a duckdb_result, a structure and not a pointer: it lies in unmanaged memory so that its address is stable.</summary>
internal sealed unsafe class ResultHandle : DuckDbSafeHandle
{
    public ResultHandle() => SetHandle((nint)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    public NativeResult* Pointer => (NativeResult*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyResult(Pointer);
        System.Runtime.InteropServices.NativeMemory.Free((void*)handle);
        return true;
    }
}
