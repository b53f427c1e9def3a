#include "sensor.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace plant {
namespace {

constexpr int kSamples = 16;

double Median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
}

}  // namespace

Sensor::Sensor(std::string name)
    : name_(std::move(name))
{
}

Sensor::Sensor(std::string name, Range range)
    : name_(std::move(name)), range_(range)
{
}

Sensor::~Sensor()
{
    Close();
}

double Sensor::Read() const
{
    std::vector<double> values;
    for (int i = 0; i < kSamples; ++i) {
        values.push_back(Sample());
    }
    return Median(values);
}

double Sensor::Read(int samples) const
{
    std::vector<double> values(samples);
    std::generate(values.begin(), values.end(), [this] { return Sample(); });
    return Median(values);
}

void Sensor::Close()
{
    device_.reset();
}

#if defined(PLANT_SIMULATED)
double Sensor::Sample() const
{
    return (range_.low + range_.high) / 2;
}
#else
double Sensor::Sample() const
{
    return device_->Value();
}
#endif

void Pump::Close()
{
    Stop();
    device_.reset();
}

std::string ToString(State state)
{
    switch (state) {
    case State::kOff:
        return "off";
    case State::kOn:
        return "on";
    }
    return "?";
}

}  // namespace plant
