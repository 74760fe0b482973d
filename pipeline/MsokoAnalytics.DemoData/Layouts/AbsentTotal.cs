using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Tables;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>The total column of 2020 and 2021: for half of the absent pupils it is empty, for the others 0.</summary>
internal static class AbsentTotal
{
    public static void Write(TableWriter table, in PupilResult pupil)
    {
        if (!pupil.Absent) table.Number(pupil.Score);
        else if ((pupil.PupilKey & 2) == 0) table.Number(0);
        else table.Skip();
    }
}
