namespace SocketSecurity.Package.Tests;

public sealed class LibraryConsumerTests(PackedFeed feed)
{
    [Fact]
    public async Task Whoever_references_only_the_library_gets_the_analyzers_and_their_modes()
    {
        var app = feed.CreateConsumer(Consumer.Library, ("Program.cs", Programs.Insecure));

        (await app.Build()).Succeeded().Reports("warning", "SOCK1001");
        (await app.Build("-p:SocketSecurityMode=Strict", "--no-restore")).Failed().Reports("error", "SOCK1001");
    }
}
