using System.CommandLine;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Cli;

/// <summary>Options that every command knows.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string?> _warehouse = new("--warehouse", "-w") { Description = "файл хранилища", HelpName = "ФАЙЛ", Recursive = true };
    private readonly Option<string?> _out = new("--out", "-o") { Description = "папка для отчётов", HelpName = "ПАПКА", Recursive = true };
    private readonly Option<string?> _settings = new("--settings") { Description = "файл настроек (YAML)", HelpName = "ФАЙЛ", Recursive = true };

    public CommonOptions(RootCommand root)
    {
        root.Options.Add(_warehouse);
        root.Options.Add(_out);
        root.Options.Add(_settings);
    }

    /// <summary>Settings with the options of this call applied.</summary>
    /// <exception cref="SettingsException">A settings file is missing or wrong.</exception>
    public Settings Load(ParseResult parsed)
    {
        var settings = Settings.Load(parsed.GetValue(_settings));
        if (parsed.GetValue(_warehouse) is { Length: > 0 } warehouse) settings.Warehouse = warehouse;
        if (parsed.GetValue(_out) is { Length: > 0 } folder) settings.Out = folder;
        return settings;
    }

    public static WarehouseOptions WarehouseOptions(Settings settings, bool readOnly) => new()
    {
        Path = Path.GetFullPath(settings.Warehouse),
        ReadOnly = readOnly,
        Threads = settings.Threads > 0 ? settings.Threads : null,
        MemoryLimit = settings.MemoryLimit,
        TempFolder = settings.TempFolder.Length > 0 ? Path.GetFullPath(settings.TempFolder) : null,
        Snapshot = settings.Snapshot,
    };
}
