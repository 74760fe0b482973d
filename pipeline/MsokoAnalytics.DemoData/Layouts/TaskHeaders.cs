using MsokoAnalytics.DemoData.Calibration;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>Task column headers: the spelling changed with the layouts.</summary>
internal static class TaskHeaders
{
    /// <summary>«1 (1б)», «5(2) (1б)», «1К1 (4б)»: 2022 and 2023.</summary>
    public static string Protocol(CalibrationWork work, int task)
    {
        var label = work.TaskLabels[task];
        var dot = label.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? label : $"{label[..dot]}({label[(dot + 1)..]})";
        return FormattableString.Invariant($"{name} ({work.TaskMax[task]}б)");
    }

    /// <summary>«1 (1б)», «9.1 (1б)», «4К1 (3б)»: from 2024 on.</summary>
    public static string Individual(CalibrationWork work, int task) => FormattableString.Invariant($"{work.TaskLabels[task]} ({work.TaskMax[task]}б)");
}
