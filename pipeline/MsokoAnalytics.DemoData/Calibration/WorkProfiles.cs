using System.Collections.Concurrent;

namespace MsokoAnalytics.DemoData.Calibration;

/// <summary>The profiles of the embedded calibration, built on first use.</summary>
internal sealed class WorkProfiles
{
    private readonly Dictionary<(int Profile, int Grade, string Subject), CalibrationWork> _data;
    private readonly ConcurrentDictionary<(int Profile, int Grade, string Subject), Lazy<WorkProfile>> _built = new();

    public WorkProfiles(CalibrationFile file) => _data = file.Works.ToDictionary(w => (w.Profile, w.Grade, w.Subject));

    /// <summary>The profile of a wave; a work unknown in that wave takes the spring profile of 2021.</summary>
    public WorkProfile Get(int profile, int grade, string subject)
    {
        var key = (profile, grade, subject);
        if (!_data.ContainsKey(key)) key = (2021, grade, subject);
        if (!_data.TryGetValue(key, out var data)) throw new InvalidOperationException($"No calibration for {grade} {subject}.");
        return _built.GetOrAdd(key, _ => new Lazy<WorkProfile>(() => new WorkProfile(data))).Value;
    }
}
