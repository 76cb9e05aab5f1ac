namespace SocketSecurity.Package.Tests;

/// <summary>A user's project that references one of our packages.</summary>
internal sealed class Consumer
{
    public const string Analyzers = "SocketSecurity.Analyzers";
    public const string Library = "SocketSecurity.SecureDefaults";
    public const string AspNetCore = $"{Library}.AspNetCore";
    public const string Redis = $"{Library}.Redis";
    public const string Sodium = $"{Library}.Sodium";

    private readonly Dictionary<string, string> _environment;

    public Consumer(PackedFeed feed, string folder, string package, IEnumerable<(string Path, string Text)> files)
    {
        Folder = folder;
        _environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = feed.PackagesFolder };

        Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{feed.Feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="restored" value="{PackedFeed.RestoredPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{feed.Version}" />
              </ItemGroup>
            </Project>
            """);
        foreach (var (path, text) in files)
        {
            Write(path, text);
        }
    }

    public string Folder { get; }

    public string ProjectFile => Path.Combine(Folder, "App.csproj");

    public string PackagesFolder => _environment["NUGET_PACKAGES"];

    public void Write(string path, string text) => File.WriteAllText(Path.Combine(Folder, path), text);

    public string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    public Task<DotnetResult> Restore() => Run("restore");

    /// <summary>Builds; a package that the compiler could not load (CS9057, only a warning) fails every test.</summary>
    public async Task<DotnetResult> Build(params IEnumerable<string> arguments)
    {
        var result = await Run(["build", "-tl:off", .. arguments]);
        return result.ReportsNo("CS9057").ReportsNo("AD0001");
    }

    public Task<DotnetResult> Run(params IEnumerable<string> arguments) => Dotnet.Run(Folder, _environment, arguments);
}
