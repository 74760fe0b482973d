using System.Globalization;
using MsokoAnalytics.DuckDb.Appending;
using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Connections;

/// <summary>
/// An open database counted by its connections. The engine must open one file only once in a process (file locks don't stop a second
/// opening by the same process), so files are registered by their full path; databases in memory are shared by duplication only.
/// </summary>
internal sealed class SharedDatabase
{
    private static readonly Lock RegistryLock = new();

    /// <summary>One pool at a time is looked for in the memory of the process.</summary>
    private static readonly Lock PoolLock = new();

    private static readonly Dictionary<string, SharedDatabase> Registry =
        new(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private readonly string? _path;
    private readonly string _settings;
    private int _users = 1;

    private SharedDatabase(string? path, string settings, DatabaseHandle handle)
    {
        _path = path;
        _settings = settings;
        Handle = handle;
    }

    public DatabaseHandle Handle { get; }

    public static SharedDatabase Open(DuckDbConnectionStringBuilder options)
    {
        var settings = options.Settings();
        var text = string.Join(';', settings.Select(s => s.Key + "=" + s.Value));
        if (options.IsInMemory) return new SharedDatabase(null, text, OpenHandle(DuckDbConnectionStringBuilder.InMemoryDataSource, settings));

        var path = FullPath(options.DataSource);
        // Opening and closing happen under the lock: a file being closed must be closed before it is opened anew.
        lock (RegistryLock)
        {
            if (Registry.TryGetValue(path, out var database))
            {
                if (database._settings != text)
                {
                    throw new DuckDbException(
                        $"Файл «{path}» уже открыт этой программой с другими настройками («{database._settings}», теперь «{text}»).",
                        DuckDbErrorType.Connection);
                }

                database._users++;
                return database;
            }

            database = new SharedDatabase(path, text, OpenHandle(path, settings));
            Registry.Add(path, database);
            return database;
        }
    }

    /// <summary>One more user of the same database.</summary>
    public SharedDatabase Share()
    {
        lock (RegistryLock)
        {
            ObjectDisposedException.ThrowIf(_users == 0, this);
            _users++;
            return this;
        }
    }

    /// <summary>The last user closes the database.</summary>
    public void Release()
    {
        lock (RegistryLock)
        {
            if (--_users > 0) return;
            if (_path is not null) Registry.Remove(_path);
            Handle.Dispose();
        }
    }

    private static DatabaseHandle OpenHandle(string path, SortedDictionary<string, string> settings)
    {
        // A pool without large pages would cost more than it saves: its memory is new to every database.
        if (!settings.Remove(DuckDbConnectionStringBuilder.LargePagesKey, out var text) || !LargePages.AreForTheAsking) return OpenEngine(path, settings);
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            throw new DuckDbException($"Настройка «{DuckDbConnectionStringBuilder.LargePagesKey}={text}» в строке подключения: нужно число байтов.", DuckDbErrorType.InvalidConfiguration);
        settings.Add(LargePages.PoolSetting, text + " bytes");
        lock (PoolLock)
        {
            var before = LargePages.Ranges();
            var database = OpenEngine(path, settings);
            LargePages.Ask(before, bytes);
            return database;
        }
    }

    private static DatabaseHandle OpenEngine(string path, SortedDictionary<string, string> settings)
    {
        NativeMethods.CreateConfig(out var config);
        using (config)
        {
            foreach (var (name, value) in settings)
            {
                if (NativeMethods.SetConfig(config, name, value) != NativeState.Success)
                    throw new DuckDbException($"DuckDB не принимает настройку «{name}={value}» из строки подключения.", DuckDbErrorType.InvalidConfiguration);
            }

            var state = NativeMethods.OpenExt(path, out var database, config, out var error);
            if (state == NativeState.Success)
            {
                // Before any transaction begins: one that is under way would not see it.
                try
                {
                    RowsFunction.Register(database);
                    return database;
                }
                catch
                {
                    database.Dispose();
                    throw;
                }
            }

            database.Dispose();
            string? message;
            unsafe { message = NativeMethods.TakeText((byte*)error); }
            throw DuckDbException.FromEngine(message ?? $"IO Error: «{path}» не открывается", sql: null);
        }
    }

    private static string FullPath(string path)
    {
        var full = Path.GetFullPath(path);
        // Two names of one file must not become two databases; a file that isn't there yet has no links.
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }
}
