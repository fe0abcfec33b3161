// main() for where libFuzzer is not at hand: feeds the target a fixed series of pseudo-random inputs.
//   fuzz_X [COUNT [SEED]]
#include <cstdint>
#include <cstdlib>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count_of_arguments, char** arguments) {
    const long count = count_of_arguments > 1 ? std::atol(arguments[1]) : 20000;
    std::mt19937 random(count_of_arguments > 2 ? static_cast<unsigned>(std::atol(arguments[2])) : 1U);
    std::vector<std::uint8_t> input;
    for (long i = 0; i < count; ++i) {
        input.resize(random() % 600);
        for (auto& byte : input) byte = static_cast<std::uint8_t>(random());
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    return 0;
}
