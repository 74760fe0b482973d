namespace MsokoAnalytics.Warehouse;

/// <summary>Why the warehouse cannot be used; the message is for the user.</summary>
public sealed class WarehouseException(WarehouseFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public WarehouseFault Fault { get; } = fault;

    internal static WarehouseException Busy(string path, Exception? inner) => new(WarehouseFault.Busy,
        $"Хранилище «{path}» занято другой программой: идёт другая загрузка или открыт другой запрос. Дождитесь её окончания и повторите.", inner);
}

/// <summary>Kinds of faults, each with its own exit code.</summary>
public enum WarehouseFault
{
    /// <summary>Another process writes to it.</summary>
    Busy,

    /// <summary>The file does not exist.</summary>
    Missing,

    /// <summary>It is no DuckDB database, or of another version.</summary>
    Unreadable,

    /// <summary>No room on the disk.</summary>
    DiskFull,

    /// <summary>The native library is missing.</summary>
    Engine,
}
