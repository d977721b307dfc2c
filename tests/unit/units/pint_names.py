"""What the units of the table are called in pint; without counts, sets and packs, which it does not tell apart."""

from __future__ import annotations

from typing import Final

_TEXT: Final = """
P1 percent | NX permille | 59 ppm
MTR meter | KMT kilometer | DMT decimeter | CMT centimeter | MMT millimeter | 4H micrometer | C45 nanometer
77 thou | INH inch | FOT foot | YRD yard | SMI mile
MTK meter**2 | DMK decimeter**2 | CMK centimeter**2 | MMK millimeter**2 | INK inch**2 | FTK foot**2 | YDK yard**2
MTQ meter**3 | HLT hectoliter | LTR liter | DMQ decimeter**3 | DLT deciliter | CLT centiliter | MLT milliliter
CMQ centimeter**3 | 4G microliter | MMQ millimeter**3 | INQ inch**3 | FTQ foot**3 | YDQ yard**3
OZA US_fluid_ounce | PTL US_pint | QTL US_liquid_quart | GLL US_liquid_gallon | BLL oil_barrel
OZI imperial_fluid_ounce | PTI imperial_pint | QTI imperial_quart | GLI imperial_gallon
KGM kilogram | TNE metric_ton | DTN decitonne | HGM hectogram | GRM gram | MGM milligram | MC microgram
GRN grain | ONZ ounce | APZ troy_ounce | LBR pound | CWA US_hundredweight | CWI UK_hundredweight | STN ton | LTN UK_ton
SEC second | C26 millisecond | B98 microsecond | MIN minute | HUR hour | DAY day | WEE week
KEL kelvin | CEL degree_Celsius | FAH degree_Fahrenheit | A48 degree_Rankine
DD degree | D61 arcminute | D62 arcsecond | A91 grade | M44 turn
HTZ hertz | KHZ kilohertz | MHZ megahertz | A86 gigahertz | RPS turn/second | RPM revolutions_per_minute
MTS meter/second | 2M centimeter/second | C16 millimeter/second | 2X meter/minute | KMH kilometer/hour
FS foot/second | FR foot/minute | M63 inch/minute | HM mile/hour
NEW newton | C20 millinewton | B47 kilonewton | B73 meganewton | B37 kilogram_force | C78 pound_force | L40 ounce_force
NU newton*meter | DN decinewton*meter | F88 newton*centimeter | J72 centinewton*meter | D83 millinewton*meter
B93 micronewton*meter | B48 kilonewton*meter | B74 meganewton*meter | B38 kilogram_force*meter
M92 pound_force*foot | F21 pound_force*inch | L41 ounce_force*inch
PAL pascal | A97 hectopascal | KPA kilopascal | MPA megapascal | A89 gigapascal | MBR millibar | BAR bar
C56 newton/millimeter**2 | ATM standard_atmosphere | E42 kilogram_force/centimeter**2 | PS pound_force_per_square_inch
JOU joule | C15 millijoule | KJO kilojoule | 3B megajoule | GV gigajoule | WHR watt_hour | KWH kilowatt_hour
MWH megawatt_hour | GWH gigawatt_hour | 85 foot*pound_force | BTU international_british_thermal_unit
WTT watt | D80 microwatt | C31 milliwatt | KWT kilowatt | MAW megawatt | A90 gigawatt | BHP horsepower
D46 volt*ampere | KVA kilovolt*ampere | MVA megavolt*ampere | D44 volt*ampere | KVR kilovolt*ampere
AMP ampere | C39 nanoampere | B84 microampere | 4K milliampere | B22 kiloampere
VLT volt | D82 microvolt | 2Z millivolt | KVT kilovolt
OHM ohm | B94 microohm | E45 milliohm | B49 kiloohm | B75 megaohm
FAR farad | 4T picofarad | C41 nanofarad | 4O microfarad | 81 henry | C43 nanohenry | B90 microhenry | C14 millihenry
COU coulomb | E09 milliampere*hour | AMH ampere*hour
KMQ kilogram/meter**3 | GL gram/liter | 23 gram/centimeter**3 | GJ gram/milliliter | 87 pound/foot**3
28 kilogram/meter**2 | GM gram/meter**2 | KL kilogram/meter | GF gram/meter | C12 milligram/meter | H76 gram/millimeter
C65 pascal*second | C24 millipascal*second | 89 poise | C7 centipoise | J32 micropoise
S4 meter**2/second | C17 millimeter**2/second | 91 stokes | 4C centistokes
MQS meter**3/second | MQH meter**3/hour | G51 liter/second | L2 liter/minute | E32 liter/hour
KGS kilogram/second | E93 kilogram/hour | C34 mole | C18 millimole | B45 kilomole
"""

PINT: Final = dict(entry.split() for line in _TEXT.strip().splitlines() for entry in line.split(" | "))
"""Code to pint's expression."""
