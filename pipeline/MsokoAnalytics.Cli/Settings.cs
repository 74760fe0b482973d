using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace MsokoAnalytics.Cli;

/// <summary>Settings of a run: <c>settings/default.yml</c>, then the user's file, then options of the command line.</summary>
internal sealed class Settings
{
    public string Warehouse { get; set; } = "";

    public string Out { get; set; } = "";

    public int Threads { get; set; }

    public string MemoryLimit { get; set; } = "";

    /// <summary>Folder for what does not fit into the memory limit; empty = beside the warehouse.</summary>
    public string TempFolder { get; set; } = "";

    public bool Snapshot { get; set; }

    public int ReportWorkers { get; set; }

    /// <summary>Least share of a source's references to schools that must lead to a school, 0…1.</summary>
    public double MatchFloor { get; set; }

    /// <summary>Floors of single sources by name, 0…1; null = <see cref="MatchFloor"/>. The default file names every source.</summary>
    public Dictionary<string, double?> MatchFloors { get; } = new(StringComparer.Ordinal);

    public string Region { get; set; } = "";

    public string Municipality { get; set; } = "";

    public string Recipient { get; set; } = "";

    public string Author { get; set; } = "";

    /// <summary>Folder of a data part that ships beside the program: <c>sources</c>, <c>models</c>, <c>settings</c>.</summary>
    public static string Asset(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>The settings that models read.</summary>
    /// <param name="newClusters">Academic years whose clusters are asked for anew.</param>
    public Dictionary<string, string> OfModels(IReadOnlyList<string> newClusters)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["match_floor"] = MatchFloor.ToString(CultureInfo.InvariantCulture),
            ["clusters_anew"] = string.Join(',', newClusters.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
        };
        foreach (var (source, floor) in MatchFloors)
            if (floor is { } own) values[$"match_floor:{source}"] = own.ToString(CultureInfo.InvariantCulture);
        return values;
    }

    /// <exception cref="SettingsException">A file is missing or wrong.</exception>
    public static Settings Load(string? userFile)
    {
        var settings = new Settings();
        Apply(settings, Path.Combine(Asset("settings"), "default.yml"));
        if (userFile is not null) Apply(settings, userFile);
        if (settings.MatchFloor is not (>= 0 and <= 1)) throw new SettingsException("match_floor: нужно число от 0 до 1, например 0.95.");
        if (settings.MatchFloors.FirstOrDefault(f => f.Value is not (null or (>= 0 and <= 1))) is { Key: { } source }) throw new SettingsException($"match_floors, {source}: нужно число от 0 до 1, например 0.95.");
        return settings;
    }

    private static void ApplyFloors(Settings target, object? value, string file)
    {
        if (value is not (null or Dictionary<object, object?>)) throw new SettingsException($"{file}: под «match_floors» — строки «источник: порог», сдвинутые на два пробела, например «  НОКО: 0.5».");
        var isDefault = target.MatchFloors.Count == 0;
        foreach (var (source, floor) in (value as Dictionary<object, object?> ?? []).Select(f => (f.Key.ToString()!, f.Value?.ToString())))
        {
            if (!isDefault && !target.MatchFloors.ContainsKey(source))
                throw new SettingsException($"{file}: match_floors: источника «{source}» нет. Известны: {string.Join("; ", target.MatchFloors.Keys)}.");
            target.MatchFloors[source] = string.IsNullOrWhiteSpace(floor) ? null : double.Parse(floor, CultureInfo.InvariantCulture);
        }
    }

    private static void Apply(Settings target, string file)
    {
        if (!File.Exists(file)) throw new SettingsException($"Файла настроек «{file}» нет.");
        try
        {
            var values = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object?>?>(File.ReadAllText(file));
            var known = typeof(Settings).GetProperties()
                .ToDictionary(p => UnderscoredNamingConvention.Instance.Apply(p.Name), StringComparer.Ordinal);
            foreach (var (key, value) in values ?? [])
            {
                if (!known.TryGetValue(key, out var property))
                    throw new SettingsException($"{Path.GetFileName(file)}: неизвестная настройка «{key}». Известны: {string.Join(", ", known.Keys)}.");
                if (property.Name == nameof(MatchFloors)) ApplyFloors(target, value, Path.GetFileName(file));
                else if (value is null or string) property.SetValue(target, Convert.ChangeType(value ?? "", property.PropertyType, CultureInfo.InvariantCulture));
                else throw new SettingsException($"{Path.GetFileName(file)}: у настройки «{key}» одно значение, а не список.");
            }
        }
        catch (YamlException e)
        {
            throw new SettingsException($"{Path.GetFileName(file)}, строка {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (FormatException e)
        {
            throw new SettingsException($"{Path.GetFileName(file)}: одно из чисел записано неверно.", e);
        }
    }
}

/// <summary>The settings are wrong; the message is for the user.</summary>
internal sealed class SettingsException(string message, Exception? inner = null) : Exception(message, inner);
