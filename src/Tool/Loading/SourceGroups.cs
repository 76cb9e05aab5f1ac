using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>Decides which files are compiled together: those of the nearest project folder, and the rest as one.</summary>
internal static class SourceGroups
{
    /// <summary>Groups in an order in which a project comes after those it references.</summary>
    public static IReadOnlyList<SourceGroup> Create(ScanTargets targets, string baseFolder, ProblemLog problems, CancellationToken cancellation)
    {
        var projects = new Dictionary<string, ProjectFile?>(StringComparer.Ordinal);
        foreach (var path in targets.Projects)
        {
            // Of several projects in one folder, all of which compile everything in it, the first stands for all.
            projects.TryAdd(Path.GetDirectoryName(path)!, ProjectFile.TryRead(path, problems));
        }

        var files = projects.Keys.ToDictionary(folder => folder, _ => new List<string>(), StringComparer.Ordinal);
        var loose = new List<string>();
        foreach (var source in targets.Sources)
        {
            (NearestFolder(source, files) ?? loose).Add(source);
        }

        foreach (var (folder, project) in projects)
        {
            // They are not the project's, but somebody may compile them, so they are scanned all the same.
            var omitted = files[folder].FindAll(source => project?.Omitted.Contains(source) == true);
            loose.AddRange(omitted);
            files[folder] = [.. files[folder].Except(omitted)];
        }

        foreach (var (folder, project) in projects)
        {
            AddLinked(project, folder, files[folder], targets.Sources, loose);
        }

        var groups = projects.Where(entry => files[entry.Key].Count > 0)
            .Select(entry => new SourceGroup(entry.Key, entry.Value, files[entry.Key]))
            .Concat(Context(projects, problems, cancellation));
        var programs = loose.Count == 0 ? [] : LooseSplit.Split(loose, problems);
        return [.. InReferenceOrder(groups), .. programs.Select(program => new SourceGroup(baseFolder, null, program))];
    }

    /// <summary>Projects that are not scanned themselves, as far as scanned ones refer to them: without them, types would stay unknown.</summary>
    private static List<SourceGroup> Context(Dictionary<string, ProjectFile?> projects, ProblemLog problems, CancellationToken cancellation)
    {
        var context = new List<SourceGroup>();
        var known = projects.Keys.ToHashSet(StringComparer.Ordinal);
        var open = new Queue<string>(projects.Values.SelectMany(project => project?.ProjectReferences ?? []));
        while (open.TryDequeue(out var path))
        {
            if (Path.GetDirectoryName(path) is not { } folder || !File.Exists(path) || !known.Add(folder) ||
                ProjectFile.TryRead(path, problems) is not { } project)
            {
                continue;
            }

            // Projects in folders below are programs of their own.
            var found = ScanTargets.Find([folder], [], problems, cancellation);
            var inner = found.Projects.Select(other => Path.GetDirectoryName(other)! + Path.DirectorySeparatorChar)
                .Where(other => other.Length > folder.Length + 1).ToList();
            var files = found.Sources.Where(source =>
                !project.Omitted.Contains(source) && !inner.Exists(other => source.StartsWith(other, StringComparison.Ordinal)));
            context.Add(new SourceGroup(folder, project, [.. files], IsContext: true));
            foreach (var reference in project.ProjectReferences)
            {
                open.Enqueue(reference);
            }
        }

        return context;
    }

    private static List<string>? NearestFolder(string source, Dictionary<string, List<string>> files)
    {
        for (var folder = Path.GetDirectoryName(source); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (files.TryGetValue(folder, out var group))
            {
                return group;
            }
        }

        return null;
    }

    /// <summary>Adds sources that the project links from other folders; what no project owns otherwise is then owned.</summary>
    private static void AddLinked(
        ProjectFile? project, string folder, List<string> files, IReadOnlyCollection<string> sources, List<string> loose)
    {
        foreach (var link in project?.LinkedSources ?? [])
        {
            var pattern = Path.GetFullPath(Path.Combine(folder, link)).Replace('\\', '/');
            if (!PathPattern.TryParse(pattern, out var matcher))
            {
                continue;
            }

            foreach (var source in sources.Where(matcher.IsMatch).Except(files, StringComparer.Ordinal).ToList())
            {
                files.Add(source);
                loose.Remove(source);
            }
        }
    }

    private static List<SourceGroup> InReferenceOrder(IEnumerable<SourceGroup> groups)
    {
        var byProject = new Dictionary<string, SourceGroup>(StringComparer.OrdinalIgnoreCase);
        var all = groups.ToList();
        foreach (var group in all.Where(group => group.Project is not null))
        {
            byProject[group.Project!.Path] = group;
        }

        var ordered = new List<SourceGroup>();
        var seen = new HashSet<SourceGroup>(ReferenceEqualityComparer.Instance);
        foreach (var group in all)
        {
            Visit(group);
        }

        return ordered;

        // References in a circle, which no build accepts, end at the group that is being visited already.
        void Visit(SourceGroup group)
        {
            if (!seen.Add(group))
            {
                return;
            }

            foreach (var reference in group.Project?.ProjectReferences ?? [])
            {
                if (byProject.TryGetValue(reference, out var referenced))
                {
                    Visit(referenced);
                }
            }

            ordered.Add(group);
        }
    }
}
