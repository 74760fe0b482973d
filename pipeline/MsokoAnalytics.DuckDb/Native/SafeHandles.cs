using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

/// <summary>A handle of the engine: a pointer that 0 marks as absent.</summary>
internal abstract class DuckDbSafeHandle : SafeHandle
{
    protected DuckDbSafeHandle(bool ownsHandle = true) : base(0, ownsHandle) { }

    public override bool IsInvalid => handle == 0;
}

internal sealed class DatabaseHandle : DuckDbSafeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.Close(ref handle);
        return true;
    }
}

internal sealed class ConnectionHandle : DuckDbSafeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.Disconnect(ref handle);
        return true;
    }
}

internal sealed class ConfigHandle : DuckDbSafeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyConfig(ref handle);
        return true;
    }
}

internal sealed class ExtractedStatementsHandle : DuckDbSafeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyExtracted(ref handle);
        return true;
    }
}

internal sealed class PreparedStatementHandle : DuckDbSafeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyPrepare(ref handle);
        return true;
    }
}

internal sealed class PendingResultHandle : DuckDbSafeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyPending(ref handle);
        return true;
    }
}

internal sealed class DataChunkHandle : DuckDbSafeHandle
{
    public DataChunkHandle() { }

    public DataChunkHandle(nint chunk) => SetHandle(chunk);

    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyDataChunk(ref handle);
        return true;
    }
}

internal sealed class ValueHandle : DuckDbSafeHandle
{
    public ValueHandle() { }

    public ValueHandle(nint value) => SetHandle(value);

    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyValue(ref handle);
        return true;
    }
}

internal sealed class LogicalTypeHandle : DuckDbSafeHandle
{
    public LogicalTypeHandle() { }

    /// <param name="type">The engine's handle.</param>
    /// <param name="owned">False for a type the engine lends: it lives as long as the value it was asked of.</param>
    public LogicalTypeHandle(nint type, bool owned = true) : base(owned) => SetHandle(type);

    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyLogicalType(ref handle);
        return true;
    }
}

internal sealed class AppenderHandle : DuckDbSafeHandle
{
    protected override bool ReleaseHandle()
    {
        // The engine would flush what is left while destroying; whatever must be written was written by Close().
        NativeMethods.AppenderClear(handle);
        NativeMethods.AppenderDestroy(ref handle);
        return true;
    }
}

internal sealed class TableDescriptionHandle : DuckDbSafeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.TableDescriptionDestroy(ref handle);
        return true;
    }
}
