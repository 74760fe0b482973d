using System.Diagnostics;

namespace MsokoAnalytics.Warehouse;

/// <summary>
/// The right to write to a warehouse, held from opening it until its snapshot is published. The file beside the warehouse stays; the system frees the lock when
/// the process ends, however it ends.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    // A reader that looks whether somebody writes holds the file for a moment.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly FileStream _file;

    private WriterLock(FileStream file) => _file = file;

    /// <exception cref="WarehouseException">Another process writes.</exception>
    public static WriterLock Take(string warehouse)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new WriterLock(new FileStream(PathOf(warehouse), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (IsDiskFull(e)) throw new WarehouseException(WarehouseFault.DiskFull, "На диске нет места для хранилища.", e);
                if (Stopwatch.GetElapsedTime(started) > Patience) throw WarehouseException.Busy(warehouse, e);
                Thread.Sleep(20);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new WarehouseException(WarehouseFault.Unreadable, $"В папку хранилища «{warehouse}» нельзя писать. Проверьте права или укажите другой файл (--warehouse).", e);
            }
        }
    }

    /// <summary>Whether somebody writes now.</summary>
    public static bool IsHeld(string warehouse)
    {
        if (!File.Exists(PathOf(warehouse))) return false;
        try
        {
            using var probe = new FileStream(PathOf(warehouse), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string PathOf(string warehouse) => warehouse + ".lock";

    private static bool IsDiskFull(IOException e) => e.HResult is unchecked((int)0x80070070) or 28;
}
