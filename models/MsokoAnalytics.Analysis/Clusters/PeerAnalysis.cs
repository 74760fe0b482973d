using System.Globalization;
using MsokoAnalytics.Models;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>marts.mart_school_peer: every school's nearest neighbours by context, with what they differ in.</summary>
public sealed class PeerAnalysis : IModelAnalysis
{
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");

    public string Name => "peer-1";

    public void Fill(AnalysisTask task)
    {
        var (count, minKnown) = (0, 0.5);
        var captions = new Dictionary<string, string>(StringComparer.Ordinal);
        var texts = new Dictionary<(string Year, string School, string Variable), string>();
        var clusters = new Dictionary<(string Year, string School), int>();
        var years = ContextReader.Read(task, reader =>
        {
            (count, minKnown) = ((int)reader.GetDouble(10), reader.GetDouble(11));
            var (year, school, variable) = (reader.GetString(0), reader.GetString(1), reader.GetString(3));
            captions[variable] = reader.GetString(12);
            if (!reader.IsDBNull(13)) texts[(year, school, variable)] = reader.GetString(13);
            else if (!reader.IsDBNull(14)) texts[(year, school, variable)] = reader.GetDouble(14).ToString("#,0.#", Russian);
            if (!reader.IsDBNull(15)) clusters[(year, school)] = reader.GetInt32(15);
        });
        using var writer = new RowWriter(task.Connection, task.Schema, task.Table);
        foreach (var year in years)
            foreach (var peer in PeerFinder.Peers(year, minKnown, count))
                Write(writer, year, peer);
        writer.Complete();

        void Write(RowWriter row, ContextYear year, Peer peer)
        {
            var (own, other) = ((year.AcademicYear, peer.School.SchoolId), (year.AcademicYear, peer.Neighbour.SchoolId));
            var differs = peer.Differs.Select(v => year.Variables[v].Name)
                .Select(v => $"{captions[v]}: {texts[(own.AcademicYear, own.SchoolId, v)]} против {texts[(other.AcademicYear, other.SchoolId, v)]}").ToList();
            row.Text(year.AcademicYear).Text(peer.School.SchoolId).Text(peer.School.MunicipalityId).Whole(peer.Rank).Text(peer.Neighbour.SchoolId).Text(peer.Neighbour.MunicipalityId)
                .Number(peer.Distance).Flag(clusters.TryGetValue(own, out var a) && clusters.TryGetValue(other, out var b) && a == b)
                .Whole(peer.Common).Text(differs.Count == 0 ? null : string.Join("; ", differs)).Text(Name).End();
        }
    }
}
