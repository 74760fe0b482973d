namespace MsokoAnalytics.Reports.Rendering;

/// <summary>The folder of the PDFs while it is being written: locked against a second run, with a place for unfinished files.</summary>
internal sealed class OutputFolder : IDisposable
{
    private const string LockName = ".msoko-reports.lock";
    private const string TemporaryName = ".msoko-reports.tmp";

    private readonly FileStream _lock;

    private OutputFolder(string path, FileStream held)
    {
        FullName = path;
        Temporary = Path.Combine(path, TemporaryName);
        _lock = held;
    }

    internal string FullName { get; }

    /// <summary>On the same volume as the reports, so that renaming is one step.</summary>
    internal string Temporary { get; }

    /// <exception cref="ReportException">Another run is writing there, or the folder can't be written.</exception>
    internal static OutputFolder Open(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            var file = new FileStream(Path.Combine(full, LockName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            var folder = new OutputFolder(full, file);
            // What a killed run left behind.
            if (Directory.Exists(folder.Temporary)) Directory.Delete(folder.Temporary, recursive: true);
            Directory.CreateDirectory(folder.Temporary);
            return folder;
        }
        catch (IOException e) when (Directory.Exists(full))
        {
            throw new ReportException($"Папка {full} занята: в неё уже пишет другой запуск программы. Дождитесь его окончания и повторите.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReportException($"Не удалось открыть папку отчётов {full} для записи: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(Temporary)) Directory.Delete(Temporary, recursive: true);
        _lock.Dispose();
    }
}
