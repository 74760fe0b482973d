using System.Data.Common;
using Dapper;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>
/// ОГЭ of a class a year after its ВПР of grade 8, against what the ВПР promises: residual of a line through the classes of the subject, in
/// usual spreads between classes. Shown beside the evidences, no part of the posterior: few classes have it.
/// </summary>
internal static class GiaResiduals
{
    /// <summary>Classes of a subject below which no line is drawn.</summary>
    private const int Fewest = 20;

    /// <returns>By work and class; negative = the ОГЭ is lower than the ВПР promised.</returns>
    public static Dictionary<(string WorkId, int Class), double> Read(DbConnection connection)
    {
        var result = new Dictionary<(string, int), double>();
        var pairs = connection.Query<(string WorkId, int Class, string Subject, double Vpr, double Gia)>(
            "SELECT work_id, class_no, subject, vpr_z, gia_z FROM objectivity_gia ORDER BY subject, work_id, class_no").ToArray();
        foreach (var subject in pairs.GroupBy(p => p.Subject, StringComparer.Ordinal))
        {
            var rows = subject.ToArray();
            if (rows.Length < Fewest) continue;
            double mv = rows.Average(r => r.Vpr), mg = rows.Average(r => r.Gia), vv = 0, vg = 0;
            foreach (var r in rows)
            {
                vv += (r.Vpr - mv) * (r.Vpr - mv);
                vg += (r.Vpr - mv) * (r.Gia - mg);
            }

            var slope = vv > 0 ? vg / vv : 0;
            var residual = Array.ConvertAll(rows, r => r.Gia - mg - (slope * (r.Vpr - mv)));
            double median = Robust.Median(residual), mad = Robust.Mad(residual);
            if (mad <= 0) continue;
            for (var i = 0; i < rows.Length; i++) result[(rows[i].WorkId, rows[i].Class)] = (residual[i] - median) / mad;
        }

        return result;
    }
}
