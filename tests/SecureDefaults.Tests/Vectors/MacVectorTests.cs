using SocketSecurity.Keys;
using SocketSecurity.Tokens;

namespace SocketSecurity.SecureDefaults.Tests.Vectors;

public sealed class MacVectorTests
{
    [Fact]
    public void Message_mac_accepts_exactly_the_whole_valid_tags()
    {
        var (done, outside) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases("hmac_sha256"))
        {
            if (test.Hex("key").Length != SymmetricKey.Size)
            {
                outside++;
                continue;
            }

            using var key = MacKey.FromBytes(test.Hex("key"));
            var whole = group.GetProperty("tagSize").GetInt32() == 256;

            // A shortened tag is valid HMAC, but nothing here accepts one.
            Assert.True(MessageMac.Verify(key, test.Hex("msg"), test.Hex("tag")) == (test.IsValid() && whole), test.Name());
            if (test.IsValid())
            {
                Assert.Equal(test.Hex("tag"), MessageMac.Compute(key, test.Hex("msg"))[..test.Hex("tag").Length]);
            }

            done++;
        }

        Wycheproof.Report("hmac_sha256", done, outside);
    }
}
