using SocketSecurity.Benchmarks.Analysis;

if (args is not [var folder, ..] || !Directory.Exists(folder) || args.Length > 2)
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project benchmarks/Analysis -- FOLDER [ROUNDS]");
    return 2;
}

var rounds = args.Length == 2 && int.TryParse(args[1], out var number) && number > 0 ? number : 5;
var sources = SourceFolder.Load(folder);
if (sources.Lines == 0)
{
    Console.Error.WriteLine($"{folder}: no C# source files");
    return 2;
}

Console.WriteLine($"{folder}: {sources.Files} files, {sources.Lines:N0} lines, {rounds} rounds, one thread");

// The first round pays for just-in-time compilation and is not counted.
await Measurement.Run(sources);
var measured = new List<Measurement>();
for (var round = 0; round < rounds; round++)
{
    measured.Add(await Measurement.Run(sources));
}

Report.Write(Console.Out, sources, measured);
return 0;
